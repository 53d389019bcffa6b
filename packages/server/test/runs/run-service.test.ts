import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '@outpost/contracts';
import { createFakeNodePorts, createTestClock } from '@outpost/contracts/testing';
import { readAppFile } from '@outpost/dsl';
import { compilePlan } from '@outpost/engine';
import { createNodeKinds } from '@outpost/nodes';
import type { Run, Store } from '@outpost/store';
import type { Runnable } from '../../src/apps/runnables.ts';
import { createRunService } from '../../src/runs/run-service.ts';
import { echoWorkflow } from '../support/service-apps.ts';

const { document } = readAppFile(echoWorkflow([]));
const plan = compilePlan({ graph: document.graph, kinds: createNodeKinds(), mode: 'workflow' });
const runnable = {
  app: { id: 'a', workspaceId: 'w', mode: 'workflow', concurrencyMax: 0 },
  document,
  plan,
  mask: null,
} as unknown as Runnable;

function serviceOver(log: readonly RunEvent[], review: () => readonly RunEvent[]) {
  const clock = createTestClock();
  const done = (): Promise<void> => Promise.resolve();
  const store = {
    signals: { subscribe: () => () => {} },
    runs: { start: done, finish: done },
    runLog: { append: done, read: () => Promise.resolve(log) },
  } as unknown as Store;
  return createRunService({
    store,
    clock,
    ids: { uuid: () => 'id' },
    portsFor: () => createFakeNodePorts(),
    limits: { runsActiveMax: 1, runSecondsMax: 10, runStepsMax: 10, runBytesMax: 1_000_000 },
    review,
    settle: done,
    report: () => {},
  });
}

test('a run whose events cannot be worked on ends as failed, and gives its place back', async () => {
  const runs = serviceOver([], () => {
    throw new Error('a fault of ours');
  });
  const run = {
    source: 'service-api',
    triggeredFrom: 'app-run',
    endUserId: 'e',
    accountId: null,
    conversationId: null,
    messageId: 'm',
  } as const;

  const live = runs.start({ runnable, run, userId: 'u', inputs: {}, system: {}, conversation: {} });
  const end = await live.done;

  assert.equal(end.type === 'run-end' && end.status, 'failed');
  await Promise.resolve();
  assert.equal(runs.activeCount, 0);
});

test('a run that ended its process again and again is not started once more', async () => {
  const log = Array.from({ length: 31 }, (_, index): RunEvent => {
    return { type: 'run-resume', seq: index + 1, at: 0, reason: 'recovery' };
  });
  const runs = serviceOver(log, () => []);

  await assert.rejects(runs.resume({ id: 'r' } as Run, runnable), {
    code: 'run_interrupted_often',
  });
});
