import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Failure } from '../ui/failure.tsx';
import { Loading } from '../ui/loading.tsx';
import { useSessionQuery } from './session.tsx';

/** Sends visitors to the sign-in and brings them back to where they wanted to be. */
export function SignedInOnly() {
  const { data: session, error, refetch } = useSessionQuery();
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (session === undefined) return <Loading />;
  if (session === null) return <ToSignIn />;
  return <Outlet />;
}

/** Once, as it appears: the navigation itself changes the location that is brought along. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { href } = router.state.location;
    void router.navigate({ to: '/sign-in', search: { to: href }, replace: true });
  }, [router]);
  return <Loading />;
}
