import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/session.tsx';
import { AppIcon } from '../../ui/app-icon.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';

/** The gallery of apps. */
export function AppsScreen() {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['apps'],
    queryFn: ({ signal }) => client.call('listApps', { query: { limit: 100 }, signal }),
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <ul>
      {data.data.map((app) => (
        <li key={app.id}>
          <AppIcon icon={app.icon} background={app.iconBackground} /> {app.name}
        </li>
      ))}
    </ul>
  );
}
