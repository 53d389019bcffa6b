import type { AppDocument } from '@outpost/contracts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useClient } from '../../app/session.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Editor } from './editor.tsx';

/** The editor of a workflow or chatflow. */
export function CanvasScreen() {
  const { appId } = useParams({ from: '/signed-in/app/apps/$appId/canvas' });
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['draft', appId],
    queryFn: ({ signal }) => client.call('readDraft', { params: { appId }, signal }),
    // The editor keeps its own copy and saves it itself.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const document = data.document as unknown as AppDocument;
  return <Editor key={appId} appId={appId} document={document} revision={data.revision} />;
}
