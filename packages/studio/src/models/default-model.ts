import { useQuery } from '@tanstack/react-query';
import type { ConsoleClient } from '../api/console-client.ts';
import { useClient } from '../app/session.tsx';

interface ModelName {
  readonly provider: string;
  readonly name: string;
}

/** The chat model that new apps get: the default that was set, else the first there is, else null. */
export async function findDefaultModel(
  client: ConsoleClient,
  signal?: AbortSignal,
): Promise<ModelName | null> {
  const given = signal ? { signal } : {};
  const [settings, { data }] = await Promise.all([
    client.call('readModelDefaults', given),
    client.call('listModels', { query: { kind: 'chat' }, ...given }),
  ]);
  const set = (settings['defaults'] as { readonly chat?: ModelName | null } | undefined)?.chat;
  const model = set ?? data[0];
  return model ? { provider: model.provider, name: model.name } : null;
}

export function useDefaultModel() {
  const client = useClient();
  return useQuery({
    queryKey: ['models', 'default-chat'],
    queryFn: ({ signal }) => findDefaultModel(client, signal),
  });
}
