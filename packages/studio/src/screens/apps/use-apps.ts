import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { AppMode } from '@outpost/contracts';
import type { CallOutput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { useToast } from '../../ui/toast.tsx';

export type AppSummary = CallOutput<'readApp'>;

export interface AppFilter {
  readonly keyword: string;
  readonly mode: AppMode | null;
  readonly tag: string | null;
}

const pageSize = 60;

/** The apps that a filter lets through, page by page, last changed first. */
export function useApps({ keyword, mode, tag }: AppFilter) {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: ['apps', keyword, mode, tag],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      client.call('listApps', {
        query: {
          page: pageParam,
          limit: pageSize,
          ...(keyword === '' ? {} : { keyword }),
          ...(mode === null ? {} : { mode }),
          ...(tag === null ? {} : { tag }),
        },
        signal,
      }),
    getNextPageParam: ({ page, limit, total }) => (page * limit < total ? page + 1 : undefined),
    placeholderData: keepPreviousData,
  });
}

/** What can be done with an app from the gallery; each tells its success or failure by itself. */
export function useAppActions() {
  const client = useClient();
  const queries = useQueryClient();
  const toast = useToast();
  const text = useText();
  const refresh = () => queries.invalidateQueries({ queryKey: ['apps'] });
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      toast({ tone: 'danger', message: errorWords(error, text) });
    }
    await refresh();
  };
  return {
    refresh,
    duplicate: (app: AppSummary) =>
      attempt(async () => {
        const copy = await client.call('duplicateApp', { params: { appId: app.id }, body: {} });
        toast({ tone: 'good', message: text('apps.duplicated', { name: copy.name }) });
      }),
    remove: (app: AppSummary) =>
      attempt(async () => {
        const params = { appId: app.id };
        await client.call('deleteApp', { params });
        toast({
          message: text('apps.deleted', { name: app.name }),
          action: {
            label: text('common.undo'),
            onSelect: () =>
              void attempt(async () => void (await client.call('restoreApp', { params }))),
          },
        });
      }),
    download: (app: AppSummary) => {
      const link = document.createElement('a');
      link.href = client.address('exportApp', { params: { appId: app.id } });
      link.download = `${app.name}.yml`;
      link.click();
    },
  };
}
