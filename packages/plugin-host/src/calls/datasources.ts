import type { ToolMessage } from '@outpost/contracts';
import { z } from 'zod';
import { createToolMessageReader } from '../shapes/tool-messages.ts';
import type { CallContext, PluginCredentials } from './call-context.ts';
import { reading, type Caller, type CallRequest } from './caller.ts';

export interface DatasourceTarget {
  readonly provider: string;
  readonly datasource: string;
  readonly credentials: PluginCredentials;
}

const text = z.string().nullish();
const crawl = z.object({
  result: z.object({
    status: text,
    web_info_list: z
      .array(
        z.object({ source_url: z.string(), content: z.string(), title: text, description: text }),
      )
      .nullish(),
    total: z.number().nullish(),
    completed: z.number().nullish(),
  }),
});
const pages = z.object({
  result: z.array(
    z.object({
      workspace_id: z.string(),
      workspace_name: text,
      workspace_icon: text,
      total: z.number().nullish(),
      pages: z.array(
        z.object({
          page_id: z.string(),
          page_name: text,
          page_icon: z.unknown(),
          type: text,
          last_edited_time: text,
          parent_id: text,
        }),
      ),
    }),
  ),
});
const listing = z.object({
  result: z.array(
    z.object({
      bucket: text,
      files: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          size: z.number().nullish(),
          type: z.string(),
        }),
      ),
      is_truncated: z.boolean().nullish(),
      next_page_parameters: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});

export type CrawledSites = z.output<typeof crawl>['result'];
export type OnlinePages = z.output<typeof pages>['result'];
export type DriveListing = z.output<typeof listing>['result'];
export type DatasourceCalls = ReturnType<typeof createDatasourceCalls>;

export function createDatasourceCalls(caller: Caller) {
  const { plugin } = caller;
  const request = (
    action: string,
    { provider, datasource, credentials }: DatasourceTarget,
    fields: Readonly<Record<string, unknown>>,
  ): CallRequest => ({
    type: 'datasource',
    action,
    provider,
    fields: { provider, datasource, credentials: credentials.values, ...fields },
  });
  async function* messages(asked: CallRequest, context: CallContext): AsyncGenerator<ToolMessage> {
    const read = createToolMessageReader({ plugin });
    for await (const chunk of caller.stream(asked, context)) {
      const message = reading(plugin, asked.action, () => read(chunk));
      if (message) yield message;
    }
  }
  return {
    async validate(
      { provider, credentials }: Omit<DatasourceTarget, 'datasource'>,
      context: CallContext,
    ): Promise<void> {
      await caller.single(
        {
          type: 'datasource',
          action: 'validate_datasource_credentials',
          provider,
          fields: { provider, credentials: credentials.values },
        },
        context,
        z.object({ result: z.literal(true) }),
      );
    },

    /** States of a crawl as it goes on; the last one has everything. */
    async *crawl(
      target: DatasourceTarget,
      parameters: Readonly<Record<string, unknown>>,
      context: CallContext,
    ): AsyncGenerator<CrawledSites> {
      const action = 'invoke_website_datasource_get_crawl';
      const asked = request(action, target, { datasource_parameters: parameters });
      for await (const chunk of caller.stream(asked, context))
        yield reading(plugin, action, () => crawl.parse(chunk).result);
    },

    async pages(
      target: DatasourceTarget,
      parameters: Readonly<Record<string, unknown>>,
      context: CallContext,
    ): Promise<OnlinePages> {
      const action = 'invoke_online_document_datasource_get_pages';
      const asked = request(action, target, { datasource_parameters: parameters });
      const found: OnlinePages[number][] = [];
      for await (const chunk of caller.stream(asked, context))
        found.push(...reading(plugin, action, () => pages.parse(chunk).result));
      return found;
    },

    /** Variables `content`, `page_id`, `workspace_id`. */
    pageContent: (
      target: DatasourceTarget,
      page: { readonly workspaceId: string; readonly pageId: string; readonly type: string },
      context: CallContext,
    ) =>
      messages(
        request('invoke_online_document_datasource_get_page_content', target, {
          page: { workspace_id: page.workspaceId, page_id: page.pageId, type: page.type },
        }),
        context,
      ),

    async browse(
      target: DatasourceTarget,
      asked: {
        readonly bucket: string | null;
        readonly prefix: string | null;
        readonly filesMax: number;
        readonly next: Readonly<Record<string, unknown>> | null;
      },
      context: CallContext,
    ): Promise<DriveListing> {
      const { result } = await caller.single(
        request('invoke_online_drive_browse_files', target, {
          request: {
            bucket: asked.bucket,
            prefix: asked.prefix,
            max_keys: asked.filesMax,
            next_page_parameters: asked.next,
          },
        }),
        context,
        listing,
      );
      return result;
    },

    /** A file, whole. */
    download: (
      target: DatasourceTarget,
      file: { readonly bucket: string | null; readonly id: string },
      context: CallContext,
    ) =>
      messages(
        request('invoke_online_drive_download_file', target, {
          request: { bucket: file.bucket, id: file.id },
        }),
        context,
      ),
  };
}
