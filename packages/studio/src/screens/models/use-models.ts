import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CallOutput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';

export type ProviderManifest = CallOutput<'listProviderManifests'>['data'][number];
export type Provider = CallOutput<'listProviders'>['data'][number];
export type Model = CallOutput<'listModels'>['data'][number];

/** The kinds of models, in the order in which they are shown. */
export const modelKinds = [
  'chat',
  'embedding',
  'rerank',
  'speech-to-text',
  'text-to-speech',
  'moderation',
] as const;

export type ModelKindName = (typeof modelKinds)[number];

export function useProviderManifests() {
  const client = useClient();
  return useQuery({
    queryKey: ['models', 'manifests'],
    queryFn: ({ signal }) => client.call('listProviderManifests', { signal }),
    staleTime: Infinity,
  });
}

export function useProviders() {
  const client = useClient();
  return useQuery({
    queryKey: ['models', 'providers'],
    queryFn: ({ signal }) => client.call('listProviders', { signal }),
  });
}

/** The models of a kind; with `everything` also those of the catalogue whose provider is not set up. */
export function useModels(kind: ModelKindName, everything = false) {
  const client = useClient();
  return useQuery({
    queryKey: ['models', kind, everything],
    queryFn: ({ signal }) =>
      client.call('listModels', {
        query: { kind, available: everything ? 'false' : 'true' },
        signal,
      }),
  });
}

export function useRefreshModels(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['models'] });
}
