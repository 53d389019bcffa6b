/**
 * What must hold before an app is published: a test set, run on the very draft that is to be
 * published, passes to so many percent. A batch counts when the draft does what it did then, the
 * rows are the same, and nothing was overridden.
 */
import { AppError, type Words } from '@outpost/contracts';
import type { App, BatchResult, PublishGate, Store, TestSet } from '@outpost/store';
import type { AppService } from '../apps/app-service.ts';
import type { BatchService, BatchWithFigures } from './batches/batch-service.ts';

type GateState = 'open' | 'met' | 'missed' | 'not-run' | 'stale' | 'running';

export interface GateReading {
  /** Null when there is none. */
  readonly gate: (PublishGate & { readonly testSetName: string }) | null;
  readonly state: GateState;
  readonly batch: BatchWithFigures | null;
  /** Up to ten rows that did not pass. */
  readonly failing: readonly BatchResult[];
}

const failingShown = 10;
/** How far back a batch of this draft is looked for. */
const searchedMax = 50;

export type PublishGates = ReturnType<typeof createPublishGate>;

export function createPublishGate({
  store,
  apps,
  batches,
}: {
  readonly store: Store;
  readonly apps: AppService;
  readonly batches: BatchService;
}) {
  async function read(app: App): Promise<GateReading> {
    const gate = await store.publishGates.get(app.id);
    const testSet = gate && (await store.testSets.get(app.id, gate.testSetId));
    if (!gate || !testSet) return { gate: null, state: 'open', batch: null, failing: [] };
    const named = { ...gate, testSetName: testSet.name };
    const { document } = await apps.draftOf(app);
    const { items } = await batches.list(app, {
      page: 1,
      limit: searchedMax,
      testSetId: testSet.id,
    });
    const plain = items.filter(({ override }) => override === null);
    const hash = batches.hashOf(document);
    const ofThisDraft = plain.filter((batch) => fits(batch, testSet, hash));
    const fitting = ofThisDraft.find(({ status }) => status !== 'cancelled' && status !== 'failed');
    if (!fitting) {
      const [last = null] = plain;
      const state = last && ofThisDraft.length === 0 ? 'stale' : 'not-run';
      return { gate: named, state, batch: last, failing: [] };
    }
    if (fitting.status !== 'done')
      return { gate: named, state: 'running', batch: fitting, failing: [] };
    const isMet = (fitting.passPercent ?? 0) >= gate.passPercentMin;
    const failing = isMet ? [] : await failingOf(store, fitting.id);
    return { gate: named, state: isMet ? 'met' : 'missed', batch: fitting, failing };
  }

  return {
    read,

    async save(
      app: App,
      accountId: string,
      {
        testSetId,
        passPercentMin,
      }: { readonly testSetId: string | null; readonly passPercentMin: number },
    ): Promise<GateReading> {
      if (testSetId === null) await store.publishGates.remove(app.id);
      else {
        if (!(await store.testSets.get(app.id, testSetId)))
          throw new AppError('not_found', { details: { thing: `The test set ${testSetId}` } });
        await store.publishGates.put({
          appId: app.id,
          testSetId,
          passPercentMin,
          updatedBy: accountId,
        });
      }
      return read(app);
    },

    /** Throws `publish_gate_unmet` with what is missing. */
    async mustAllow(app: App): Promise<void> {
      const reading = await read(app);
      const reason = reasonOf(reading);
      if (reason === null) return;
      throw new AppError('publish_gate_unmet', {
        details: {
          app: app.name,
          reason,
          state: reading.state,
          testSetId: reading.gate?.testSetId,
          batchId: reading.batch?.id ?? null,
          rows: reading.failing.map(({ number }) => number),
        },
      });
    },
  };
}

function fits(batch: BatchWithFigures, testSet: TestSet, hash: string): boolean {
  return (
    batch.target === 'draft' &&
    batch.documentHash === hash &&
    batch.testSetRevision === testSet.revision
  );
}

async function failingOf(store: Store, batchId: string): Promise<readonly BatchResult[]> {
  const results = await store.batches.results(batchId);
  return results
    .filter(({ status }) => status === 'failed' || status === 'error')
    .slice(0, failingShown);
}

/** Null when publishing is allowed. */
function reasonOf({ gate, state, batch, failing }: GateReading): Words | null {
  if (!gate) return null;
  const { testSetName: name, passPercentMin: least } = gate;
  const rows = failing.map(({ number }) => number).join(', ');
  switch (state) {
    case 'open':
    case 'met':
      return null;
    case 'not-run':
      return {
        en: `the test set “${name}” must pass to ${least} %, and it has not been run on this draft. Run it first.`,
        zh: `测试集“${name}”须达到 ${least}% 通过率，但尚未在此草稿上运行。请先运行。`,
      };
    case 'stale':
      return {
        en: `the test set “${name}” must pass to ${least} %, and the draft or its rows have changed since it was run. Run it again.`,
        zh: `测试集“${name}”须达到 ${least}% 通过率，但上次运行后草稿或用例已有改动。请重新运行。`,
      };
    case 'running':
      return {
        en: `the test set “${name}” is being run. Wait until it is done.`,
        zh: `测试集“${name}”正在运行，请等待完成。`,
      };
    case 'missed':
      return {
        en: `the test set “${name}” passes to ${batch?.passPercent ?? 0} %, and ${least} % are required. Rows that do not pass: ${rows}.`,
        zh: `测试集“${name}”通过率为 ${batch?.passPercent ?? 0}%，要求 ${least}%。未通过的用例：${rows}。`,
      };
  }
}
