/** Batches as their makers handle them: begun, followed, cancelled, compared. */
import {
  AppError,
  type AppDocument,
  type Clock,
  type ModelOverride,
  type ModelRef,
  type SecretBox,
} from '@outpost/contracts';
import type { App, BatchResult, BatchSummary, Page, Store, TestSet } from '@outpost/store';
import type { AppService } from '../../apps/app-service.ts';
import { openSecrets } from '../../apps/secrets.ts';
import { documentHash } from '../document-hash.ts';
import type { TestSetService } from '../test-set-service.ts';
import { figuresOf, type BatchFigures } from './batch-facts.ts';
import { batchQueue, cancelChannel, progressChannel } from './batch-worker.ts';
import { compareBatches, type Comparison } from './compare-batches.ts';

export interface BatchServiceOptions {
  readonly store: Store;
  readonly apps: AppService;
  readonly testSets: TestSetService;
  readonly clock: Clock;
  readonly box: SecretBox;
}

export interface BatchRequest {
  readonly target:
    | { readonly type: 'draft' }
    | { readonly type: 'published' }
    | { readonly type: 'version'; readonly versionId: string };
  /** One batch for each; none = one batch with the app as it is. */
  readonly overrides: readonly ModelOverride[];
  readonly concurrency: number;
  readonly judge: ModelRef | null;
}

export type BatchWithFigures = BatchSummary & BatchFigures & { readonly testSetName: string };

/** What somebody who follows a batch is told. */
export interface BatchNews {
  readonly batch: BatchWithFigures;
  /** Those that changed since the last news. */
  readonly results: readonly BatchResult[];
}

/** Batches of an app that are not over. */
const openMax = 8;
/** A batch is handed out again after each restart, so it gets many attempts. */
const attemptsMax = 50;
const newsEveryMs = 250;
/** Signals may be lost. */
const lookAgainMs = 3000;

export type BatchService = ReturnType<typeof createBatchService>;

export function createBatchService({ store, apps, testSets, clock, box }: BatchServiceOptions) {
  async function withFigures(
    app: App,
    batches: readonly BatchSummary[],
  ): Promise<readonly BatchWithFigures[]> {
    const [tallies, sets] = await Promise.all([
      store.batches.tallies(batches.map(({ id }) => id)),
      store.testSets.list(app.id),
    ]);
    const names = new Map(sets.map(({ id, name }) => [id, name]));
    return batches.map((batch) => ({
      ...batch,
      ...figuresOf(tallies.get(batch.id) ?? { byStatus: {}, totalTokens: 0, costs: {} }),
      testSetName: names.get(batch.testSetId) ?? '',
    }));
  }

  async function find(app: App, batchId: string): Promise<BatchWithFigures> {
    const batch = await store.batches.get(app.id, batchId);
    const [found] = batch ? await withFigures(app, [batch]) : [];
    if (!found) throw new AppError('not_found', { details: { thing: `The batch ${batchId}` } });
    return found;
  }

  async function targetOf(app: App, { target }: BatchRequest) {
    if (target.type === 'draft') {
      const { document, revision } = await apps.draftOf(app);
      return {
        target: 'draft',
        versionId: null,
        number: revision,
        document,
        read: document,
      } as const;
    }
    const versionId = target.type === 'version' ? target.versionId : app.currentVersionId;
    if (versionId === null) throw new AppError('app_not_published', { details: { app: app.name } });
    const version = await store.versions.get(app.id, versionId);
    if (!version)
      throw new AppError('not_found', { details: { thing: `The version ${versionId}` } });
    const { number, document } = version;
    return { target: 'version', versionId, number, document: null, read: document } as const;
  }

  return {
    find,

    hashOf: (document: AppDocument): string => documentHash(openSecrets(document, box)),

    async list(
      app: App,
      request: {
        readonly page: number;
        readonly limit: number;
        readonly testSetId?: string | undefined;
      },
    ): Promise<Page<BatchWithFigures>> {
      const page = await store.batches.list(app.id, request);
      return { ...page, items: await withFigures(app, page.items) };
    },

    /** The newest batch of a test set. */
    async lastOf(app: App, testSet: Pick<TestSet, 'id'>): Promise<BatchWithFigures | null> {
      const page = await store.batches.list(app.id, { testSetId: testSet.id, limit: 1 });
      return (await withFigures(app, page.items))[0] ?? null;
    },

    /** Throws `test_set_empty`, `batches_too_many`, `app_not_published`. */
    async start(
      app: App,
      accountId: string,
      testSetId: string,
      request: BatchRequest,
    ): Promise<readonly BatchWithFigures[]> {
      const testSet = await testSets.find(app, testSetId);
      const overrides = request.overrides.length > 0 ? request.overrides : [null];
      const [rows, open] = await Promise.all([
        store.testSets.allRows(testSet.id),
        store.batches.openCount(app.id),
      ]);
      if (rows.length === 0)
        throw new AppError('test_set_empty', { details: { testSet: testSet.name } });
      if (open + overrides.length > openMax)
        throw new AppError('batches_too_many', {
          details: { count: open, countMax: openMax },
          retryAfterMs: 10_000,
        });
      const { read, ...target } = await targetOf(app, request);
      const documentHashNow = documentHash(openSecrets(read, box));
      const batches = await store.batches.create(
        overrides.map((override) => ({
          ...target,
          appId: app.id,
          testSetId: testSet.id,
          testSetRevision: testSet.revision,
          documentHash: documentHashNow,
          override,
          judge: request.judge,
          concurrency: request.concurrency,
          createdBy: accountId,
        })),
        rows.map((row, index) => ({
          number: index + 1,
          rowId: row.id,
          inputs: row.inputs,
          query: row.query,
          expected: row.expected,
          checks: row.checks ?? testSet.checks,
        })),
      );
      for (const { id } of batches)
        await store.jobs.enqueue({ queue: batchQueue, data: { batchId: id }, attemptsMax });
      return withFigures(app, batches);
    },

    /** What is done stays; a batch that is over stays as it is. */
    async cancel(app: App, batchId: string): Promise<BatchWithFigures> {
      const batch = await find(app, batchId);
      if (await store.batches.end(batch.id, 'cancelled')) {
        await store.signals.publish(cancelChannel, batch.id);
        await store.signals.publish(progressChannel, batch.id);
      }
      return find(app, batchId);
    },

    async remove(app: App, batchId: string): Promise<void> {
      await this.cancel(app, batchId);
      await store.batches.remove(app.id, batchId);
    },

    async results(app: App, batchId: string, since: number): Promise<BatchNews> {
      const batch = await find(app, batchId);
      return { batch, results: await store.batches.results(batch.id, since) };
    },

    /** Throws `batch_other_set`. */
    async compare(
      app: App,
      leftId: string,
      rightId: string,
    ): Promise<Comparison & { readonly left: BatchWithFigures; readonly right: BatchWithFigures }> {
      const [left, right] = await Promise.all([find(app, leftId), find(app, rightId)]);
      if (left.testSetId !== right.testSetId) throw new AppError('batch_other_set');
      const [before, after] = await Promise.all([
        store.batches.results(left.id),
        store.batches.results(right.id),
      ]);
      return { left, right, ...compareBatches(before, after) };
    },

    /**
     * Tells how the batch stands and which rows changed at or after `since`, now and whenever
     * something changes, until it is over or the reader leaves; returns the way to leave.
     */
    follow(
      app: App,
      batchId: string,
      {
        since,
        onNews,
        onEnd,
      }: {
        readonly since: number;
        readonly onNews: (news: BatchNews) => void;
        readonly onEnd: (error?: unknown) => void;
      },
    ): () => void {
      let from = since;
      let isOver = false;
      let isLooking = false;
      let cancelTimer = (): void => {};
      const leaveSignals = store.signals.subscribe(progressChannel, (id) => {
        if (id === batchId && !isLooking) lookIn(newsEveryMs);
      });
      const stop = (): void => {
        isOver = true;
        leaveSignals();
        cancelTimer();
      };
      const look = async (): Promise<void> => {
        isLooking = true;
        const before = clock.now();
        const news = await this.results(app, batchId, from);
        if (isOver) return;
        // A row may be written at a time that was already read: it is told again rather than missed.
        from = Math.max(from, before - 1000);
        onNews(news);
        isLooking = false;
        if (news.batch.finishedAt === null) return lookIn(lookAgainMs);
        stop();
        onEnd();
      };
      let dueAt = Infinity;
      function lookIn(delayMs: number): void {
        const at = clock.now() + delayMs;
        if (isOver || at >= dueAt) return;
        cancelTimer();
        dueAt = at;
        cancelTimer = clock.after(delayMs, () => {
          dueAt = Infinity;
          look().catch((error: unknown) => {
            stop();
            onEnd(error);
          });
        });
      }
      lookIn(0);
      return stop;
    },
  };
}
