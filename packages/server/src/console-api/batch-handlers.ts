import type { BatchEvent } from '@outpost/contracts';
import type { App } from '@outpost/store';
import { eventStream } from '../http/event-stream.ts';
import type { ConsoleCall, ConsoleHandlers } from '../http/console-router.ts';
import { batchCsv } from '../lab/batches/batch-csv.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';
import { shownBatch, shownNews, shownResult } from './lab-shown.ts';
import { csvAnswer } from './test-set-handlers.ts';

type Names =
  | 'startBatches'
  | 'listBatches'
  | 'readBatch'
  | 'deleteBatch'
  | 'cancelBatch'
  | 'listBatchResults'
  | 'batchEvents'
  | 'exportBatch'
  | 'compareBatches';

export function batchHandlers({ apps, lab, log }: Services): Pick<ConsoleHandlers, Names> {
  const { batches } = lab;
  const appOf = (call: ConsoleCall, appId: string): Promise<App> =>
    apps.find(signedInOf(call).workspaceId, appId);

  return {
    async startBatches(call, { params, body }) {
      const app = await appOf(call, params.appId);
      const { accountId } = signedInOf(call);
      const started = await batches.start(app, accountId, params.testSetId, body);
      return { data: started.map((batch) => shownBatch(batch, call.language)) };
    },
    async listBatches(call, { params, query }) {
      const app = await appOf(call, params.appId);
      const { items, total, page, limit } = await batches.list(app, query);
      return { data: items.map((batch) => shownBatch(batch, call.language)), total, page, limit };
    },
    async readBatch(call, { params }) {
      const app = await appOf(call, params.appId);
      return shownBatch(await batches.find(app, params.batchId), call.language);
    },
    async deleteBatch(call, { params }) {
      await batches.remove(await appOf(call, params.appId), params.batchId);
    },
    async cancelBatch(call, { params }) {
      const app = await appOf(call, params.appId);
      return shownBatch(await batches.cancel(app, params.batchId), call.language);
    },
    async listBatchResults(call, { params, query }) {
      const app = await appOf(call, params.appId);
      return shownNews(await batches.results(app, params.batchId, query.since), call.language);
    },
    async batchEvents(call, { params }) {
      const app = await appOf(call, params.appId);
      const { id } = await batches.find(app, params.batchId);
      const last = call.request.headers.get('last-event-id') ?? '';
      return eventStream({
        start: (sink) =>
          batches.follow(app, id, {
            // The id of an event is the time up to which rows were told.
            since: /^\d{1,15}$/.test(last) ? Number(last) : 0,
            onNews(news) {
              const { batch, data } = shownNews(news, call.language);
              const told = Math.max(0, ...data.map(({ updatedAt }) => updatedAt));
              if (data.length > 0)
                sink.send({ type: 'rows', rows: data } satisfies BatchEvent, told);
              sink.send({ type: 'batch', batch } satisfies BatchEvent);
            },
            onEnd(error) {
              if (error !== undefined) log.error(`Batch ${id} cannot be followed`, error);
              sink.close();
            },
          }),
      });
    },
    async exportBatch(call, { params }) {
      const app = await appOf(call, params.appId);
      const { batch, results } = await batches.results(app, params.batchId, 0);
      return csvAnswer(`${batch.testSetName} ${batch.number}`, batchCsv(results, call.language));
    },
    async compareBatches(call, { params, query }) {
      const app = await appOf(call, params.appId);
      const { left, right, rows, ...counts } = await batches.compare(app, query.left, query.right);
      return {
        left: shownBatch(left, call.language),
        right: shownBatch(right, call.language),
        ...counts,
        rows: rows.flatMap((row) => {
          const shown = row.right ?? row.left;
          if (!shown) return [];
          const { number, inputs, query: asked, expected } = shown;
          return [
            {
              number,
              inputs: { ...inputs },
              query: asked,
              expected,
              left: row.left && shownResult(row.left, call.language),
              right: row.right && shownResult(row.right, call.language),
              outcome: row.outcome,
            },
          ];
        }),
      };
    },
  };
}
