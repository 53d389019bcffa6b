import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
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

function ToSignIn() {
  const { href } = useLocation();
  // Where the visitor was when this appeared; the navigation itself changes the location.
  const [to] = useState(href);
  return <Navigate to="/sign-in" search={{ to }} replace />;
}
