import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openTestPlatform, type TestPlatform } from '../support/open-test-platform.ts';
import { startModelServer, type ModelServer } from '../support/model-server.ts';
import { chatflow, classicApp, echoWorkflow } from '../support/service-apps.ts';
import {
  framesOf,
  openServiceBench,
  type ServiceBench,
  type Wire,
} from '../support/service-client.ts';

let service: ServiceBench;
before(async () => {
  service = await openServiceBench();
});
after(() => service.close());

const contains = { type: 'contains' };
const judge = { type: 'model', rubric: 'Is it right?', scoreMin: 4 };

async function importApp(bench: TestPlatform, content: string): Promise<Wire> {
  const { app } = (await bench.console('POST', '/apps/import', { content })) as Wire;
  return app;
}

async function makeSet(
  bench: TestPlatform,
  appId: string,
  rows: readonly object[],
  checks: readonly object[] = [contains],
): Promise<Wire> {
  const testSet = (await bench.console('POST', `/apps/${appId}/test-sets`, {
    name: 'Questions',
    checks,
  })) as Wire;
  await bench.console('PUT', `/apps/${appId}/test-sets/${testSet.id}/rows`, { rows });
  return testSet;
}

async function startBatch(
  bench: TestPlatform,
  appId: string,
  testSetId: string,
  body: object = {},
): Promise<Wire> {
  const path = `/apps/${appId}/test-sets/${testSetId}/batches`;
  const { data } = (await bench.console('POST', path, body)) as Wire;
  return data[0];
}

/** Follows a batch's stream to its end. */
async function follow(bench: TestPlatform, appId: string, batchId: string): Promise<Wire> {
  const answer = await bench.send('GET', `/console/api/apps/${appId}/batches/${batchId}/events`, {
    headers: { authorization: `Bearer ${bench.platform.localToken}` },
  });
  const frames = framesOf((await answer.text()).replaceAll(/^id: .*\n/gm, ''));
  return frames.findLast(({ type }) => type === 'batch').batch;
}

async function results(bench: TestPlatform, appId: string, batchId: string): Promise<Wire> {
  return ((await bench.console('GET', `/apps/${appId}/batches/${batchId}/results`)) as Wire).data;
}

describe('a batch', () => {
  test('runs every row of a chatbot in a conversation of its own and says which checks hold', async () => {
    const { bench, model } = service;
    const app = await importApp(bench, classicApp('chat'));
    const set = await makeSet(bench, app.id, [
      { query: 'Paris', expected: 'paris' },
      { query: 'London', expected: 'Paris' },
      { query: 'Rome', checks: [{ type: 'length', max: 3 }] },
      { query: 'Bern', checks: [] },
    ]);
    model.questions.length = 0;

    const batch = await startBatch(bench, app.id, set.id, { concurrency: 3 });
    const ended = await follow(bench, app.id, batch.id);

    assert.equal(ended.status, 'done');
    assert.deepEqual(ended.counts, { rows: 4, done: 4, passed: 1, failed: 2, errors: 0 });
    assert.equal(ended.passPercent, 33.3);
    assert.equal(ended.totalTokens, 4 * 16);
    const rows = await results(bench, app.id, batch.id);
    assert.deepEqual(
      rows.map((row: Wire) => [row.number, row.status, row.output]),
      [
        [1, 'passed', 'You said: Paris'],
        [2, 'failed', 'You said: London'],
        [3, 'failed', 'You said: Rome'],
        [4, 'unjudged', 'You said: Bern'],
      ],
    );
    assert.match(rows[1].verdicts[0].reason, /“Paris” is not in the answer/);
    // No row saw the turns of another.
    assert.ok(model.questions.every(({ messages }) => messages.length === 2));
    const conversations = (await bench.console('GET', `/apps/${app.id}/runs`)) as Wire;
    assert.ok(conversations.data.every((run: Wire) => run.conversationId === null));
  });

  test('judges by a model, and a judge that cannot be reached is no failure of the answer', async () => {
    const { bench, model } = service;
    const app = await importApp(bench, classicApp('completion'));
    const rows = [
      { inputs: { query: 'good' } },
      { inputs: { query: 'bad' } },
      { inputs: { query: 'mute' } },
    ];
    const set = await makeSet(bench, app.id, rows, [judge]);
    const before = model.answer;
    model.answer = (question) => {
      if (!question.question.includes('<rubric>')) return before(question);
      if (question.question.includes('mute')) return { status: 400 };
      return [`{"score": ${question.question.includes('good') ? 5 : 1}, "reason": "So it is."}`];
    };

    const batch = await startBatch(bench, app.id, set.id);
    const ended = await follow(bench, app.id, batch.id);
    model.answer = before;

    assert.deepEqual(ended.counts, { rows: 3, done: 3, passed: 1, failed: 1, errors: 1 });
    const told = await results(bench, app.id, batch.id);
    assert.deepEqual(
      told.map((row: Wire) => [row.status, row.verdicts[0].score]),
      [
        ['passed', 5],
        ['failed', 1],
        ['error', null],
      ],
    );
  });

  test('runs with other models beside each other, and the two are compared row by row', async () => {
    const { bench, model } = service;
    const app = await importApp(bench, chatflow());
    await bench.console('POST', '/models', {
      provider: 'openai-compatible',
      name: 'shouter',
      kind: 'chat',
    });
    const before = model.answer;
    model.answer = (question) =>
      question.model === 'shouter' ? [question.question.toUpperCase()] : before(question);
    const set = await makeSet(bench, app.id, [
      { query: 'hello', expected: 'HELLO', checks: [{ type: 'contains', ignoreCase: false }] },
      { query: 'x', expected: 'You said' },
    ]);

    const path = `/apps/${app.id}/test-sets/${set.id}/batches`;
    const other = { provider: 'openai-compatible', name: 'shouter' };
    const { data } = (await bench.console('POST', path, {
      overrides: [{}, { model: other, parameters: { temperature: 0.7 } }],
    })) as Wire;
    for (const { id } of data) await follow(bench, app.id, id);
    model.answer = before;

    const compared = (await bench.console(
      'GET',
      `/apps/${app.id}/batch-comparison?left=${data[0].id}&right=${data[1].id}`,
    )) as Wire;
    assert.deepEqual(
      [compared.better, compared.worse, compared.rows.map((row: Wire) => row.outcome)],
      [1, 1, ['better', 'worse']],
    );
    assert.deepEqual(compared.right.override.model, other);
  });

  test('tells what kept a row from running and goes on with the others', async () => {
    const { bench } = service;
    const app = await importApp(bench, echoWorkflow());
    const set = await makeSet(bench, app.id, [
      { inputs: { text: 'much too long for this input' }, expected: 'x' },
      { inputs: { text: 'fits' }, expected: 'fits' },
    ]);

    const batch = await startBatch(bench, app.id, set.id);
    const ended = await follow(bench, app.id, batch.id);

    assert.deepEqual([ended.status, ended.counts.errors, ended.counts.passed], ['done', 1, 1]);
    const [first] = await results(bench, app.id, batch.id);
    assert.match(first.error, /text.*more than 20 characters/);
  });

  test('that is cancelled stops its runs and keeps what is done', async () => {
    const { bench, model } = service;
    const app = await importApp(bench, classicApp('chat'));
    const set = await makeSet(bench, app.id, [
      { query: 'quick', expected: 'quick' },
      { query: 'slow' },
      { query: 'never' },
    ]);
    const slow = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const before = model.answer;
    model.answer = (question) => (question.question === 'slow' ? waiting() : before(question));
    async function* waiting() {
      yield 'one moment ';
      asked.resolve();
      await slow.promise;
    }

    const batch = await startBatch(bench, app.id, set.id, { concurrency: 1 });
    await asked.promise;
    await bench.console('POST', `/apps/${app.id}/batches/${batch.id}/cancel`);
    const ended = await follow(bench, app.id, batch.id);
    slow.resolve();
    model.answer = before;

    assert.equal(ended.status, 'cancelled');
    assert.deepEqual(
      (await results(bench, app.id, batch.id)).map((row: Wire) => row.status),
      ['passed', 'cancelled', 'cancelled'],
    );
    assert.equal(
      model.questions.some(({ question }) => question === 'never'),
      false,
    );
  });

  test('goes on after a restart with the draft as it was when it began', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'outpost-batch-'));
    const model: ModelServer = await startModelServer();
    const asked = Promise.withResolvers<void>();
    const before = model.answer;
    model.answer = (question) => (question.question === 'second' ? stuck() : before(question));
    async function* stuck() {
      yield 'wait';
      asked.resolve();
      await new Promise<void>((resolve) => setTimeout(resolve, 60_000).unref());
    }
    const layer = { directory, databaseUrl: null, limits: { drainMs: 0 } } as const;
    const first = await openTestPlatform(layer);
    await first.console('POST', '/model-providers', {
      providerId: 'openai-compatible',
      settings: { baseUrl: model.url },
    });
    await first.console('POST', '/models', {
      provider: 'openai-compatible',
      name: 'echo',
      kind: 'chat',
    });
    const app = await importApp(first, classicApp('chat', { pre_prompt: 'Old instruction.' }));
    const set = await makeSet(first, app.id, [
      { query: 'first', expected: 'first' },
      { query: 'second', expected: 'second' },
      { query: 'third', expected: 'third' },
    ]);
    const batch = await startBatch(first, app.id, set.id, { concurrency: 1 });
    await asked.promise;
    const { document, revision } = (await first.console('GET', `/apps/${app.id}/draft`)) as Wire;
    await first.console('PUT', `/apps/${app.id}/draft`, {
      document: { ...document, classic: { ...document.classic, pre_prompt: 'New instruction.' } },
      revision,
    });
    await first.close();
    model.answer = before;

    const second = await openTestPlatform(layer);
    const ended = await follow(second, app.id, batch.id);

    assert.deepEqual([ended.status, ended.counts.passed], ['done', 3]);
    const firstTimes = model.questions.filter(({ question }) => question === 'first').length;
    const secondTimes = model.questions.filter(({ question }) => question === 'second').length;
    assert.deepEqual([firstTimes, secondTimes], [1, 2]);
    const last = model.questions.at(-1)?.messages[0]?.content;
    assert.equal(last, 'Old instruction.');
    const runs = (await second.console('GET', `/apps/${app.id}/runs?status=running`)) as Wire;
    assert.equal(runs.total, 0);
    await second.close();
    await model.close();
    await rm(directory, { recursive: true, force: true });
  });
});

describe('the gate on publishing', () => {
  test('refuses a draft that was not tried, changed since, or fails, naming the rows', async () => {
    const { bench } = service;
    const app = await importApp(bench, classicApp('chat'));
    const set = await makeSet(bench, app.id, [
      { query: 'a', expected: 'a' },
      { query: 'b', expected: 'never said' },
    ]);
    const publish = (body: object = {}): Promise<Wire> =>
      bench.console('POST', `/apps/${app.id}/versions`, body);
    const gate = (passPercentMin: number): Promise<Wire> =>
      bench.console('PUT', `/apps/${app.id}/publish-gate`, { testSetId: set.id, passPercentMin });
    const state = async (): Promise<string> =>
      ((await bench.console('GET', `/apps/${app.id}/publish-gate`)) as Wire).state;

    await gate(80);
    assert.equal(await state(), 'not-run');
    await assert.rejects(publish(), /publish_gate_unmet.*has not been run/);

    const batch = await startBatch(bench, app.id, set.id);
    await follow(bench, app.id, batch.id);
    assert.equal(await state(), 'missed');
    await assert.rejects(publish(), /publish_gate_unmet.*50 %.*80 %.*Rows that do not pass: 2/);

    await gate(50);
    assert.equal(await state(), 'met');
    await publish();

    const { document, revision } = (await bench.console('GET', `/apps/${app.id}/draft`)) as Wire;
    await bench.console('PUT', `/apps/${app.id}/draft`, {
      document: { ...document, classic: { ...document.classic, pre_prompt: 'Other.' } },
      revision,
    });
    assert.equal(await state(), 'stale');
    await assert.rejects(publish(), /publish_gate_unmet.*have changed/);
    await publish({ overrideGate: true });
  });

  test('is not met by a batch with another model, and is lifted', async () => {
    const { bench } = service;
    const app = await importApp(bench, classicApp('chat'));
    const set = await makeSet(bench, app.id, [{ query: 'a', expected: 'a' }]);
    const path = `/apps/${app.id}/publish-gate`;
    await bench.console('PUT', path, { testSetId: set.id });
    const batch = await startBatch(bench, app.id, set.id, {
      overrides: [{ model: { provider: 'openai-compatible', name: 'echo' } }],
    });
    await follow(bench, app.id, batch.id);

    assert.equal(((await bench.console('GET', path)) as Wire).state, 'not-run');
    await bench.console('PUT', path, { testSetId: null });
    await bench.console('POST', `/apps/${app.id}/versions`, {});
  });
});
