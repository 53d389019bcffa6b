import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { isGraphMode } from '@outpost/contracts';
import { useClient } from '../../app/session.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';

/** Leads from an app's id to the screen on which an app of its kind is made. */
export function OpenApp() {
  const { appId } = useParams({ from: '/signed-in/shell/apps/$appId' });
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['app', appId],
    queryFn: ({ signal }) => client.call('readApp', { params: { appId }, signal }),
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Navigate
      to={isGraphMode(data.mode) ? '/apps/$appId/canvas' : '/apps/$appId/prompt'}
      params={{ appId }}
      replace
    />
  );
}
