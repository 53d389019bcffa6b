/**
 * The promise of recovery, kept against a real process: it is killed (SIGKILL) at random moments,
 * started again on its directory, and nothing that anybody was told is lost or done twice.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunEvent } from '../packages/contracts/src/index.ts';
import { appFile } from './support/app-file.ts';
import { startCallCounter, type CallCounter } from './support/call-counter.ts';
import { startModelServer, type ModelServer } from './support/model-server.ts';
import { readRunEvents } from './support/run-events.ts';
import { startTestServer, type ImportedApp, type TestServer } from './support/server.ts';

const killsMin = 20;
const killsMax = 60;
const pieceMs = 12;
const seed = Number(process.env['OUTPOST_TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

let models: ModelServer;
let counter: CallCounter;
let directory: string;

before(async () => {
  models = await startModelServer();
  models.answer = ({ question }) => slowly(modelAnswer(question));
  counter = await startCallCounter();
  directory = await mkdtemp(join(tmpdir(), 'outpost-kills-'));
});

after(async () => {
  await models.close();
  await counter.close();
  await rm(directory, { recursive: true, force: true });
});

const start = (): Promise<TestServer> =>
  startTestServer({
    directory,
    environment: { OUTPOST_EGRESS_ALLOW: counter.host, OUTPOST_PACKS_DIRECTORY: directory },
  });

test('runs killed at random moments go on, end as if nothing had happened, and repeat no finished step', async (t) => {
  t.diagnostic(`seed ${seed} (OUTPOST_TEST_SEED)`);
  const random = randomNumbers(seed);
  let server = await start();
  try {
    await server.addModelServer(models.url);
    const chat = await server.importApp(chatflow(counter.url));
    const quick = await server.importApp(quickWorkflow);
    const plain = await finish(server, chat, await begin(server, chat, 'uninterrupted'));
    const runs: FollowedRun[] = [];
    const acknowledged: Acknowledged[] = [];
    let current: FollowedRun | null = null;

    for (let kills = 0; kills < killsMin || current !== null; kills += 1) {
      assert.ok(kills < killsMax, `${kills} kills and a run has not ended`);
      current ??= await begin(server, chat, `run ${runs.length}`);
      if (!runs.includes(current)) runs.push(current);
      const following = follow(server, chat, current);
      const asking = askUntilKilled(server, quick, acknowledged);
      // The first kills come early and late; once enough were done the runs may end.
      await Promise.race([
        wait(20 + random() * (kills < killsMin ? 900 : 4000)),
        kills < killsMin ? new Promise(() => {}) : following,
      ]);
      await server.kill();
      await Promise.all([following, asking]);
      if (isEnded(current)) current = null;
      server = await start();
    }

    t.diagnostic(`${runs.length} runs, ${acknowledged.length} answers that were acknowledged`);
    for (const run of runs) {
      const log = await wholeLog(server, chat, run);
      assert.deepEqual(
        log.map(({ seq }) => seq),
        log.map((_, index) => index + 1),
        'the log has no gap',
      );
      assert.deepEqual(run.events, log, 'the reader got every event once');
      assert.equal(log.filter(({ type }) => type === 'run-end').length, 1);
      const end = log.at(-1);
      assert.ok(end?.type === 'run-end' && end.status === 'succeeded', JSON.stringify(end));
      assert.equal(shownText(log), answerFor(run.name), 'the text is the same');
      assert.equal(end.outputs['answer'], answerFor(run.name));
      for (const [call, count] of run.callsAtEnd)
        assert.equal(counter.calls.get(call), count, `${call} was not called again after its end`);
      assert.equal(run.callsAtEnd.size, callsPerRun, 'every call was seen to end');
      assert.equal(await turnsOf(server, chat, run), 1, 'the variable was written once');
    }
    assert.equal(shownText(plain.events), answerFor('uninterrupted'));
    assert.ok(runs.some(({ events }) => events.some(({ type }) => type === 'run-resume')));
    assert.ok(acknowledged.length > 0);
    for (const { runId, text } of acknowledged) {
      const answer = await ask(server, quick, 'GET', `/workflows/run/${runId}`);
      assert.equal(answer['status'], 'succeeded');
      assert.deepEqual(answer['outputs'], { text });
    }
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

test('a second process on the same directory is refused and names the first', async () => {
  await using server = await start();

  await assert.rejects(start(), (error: Error) => error.message.includes(String(server.pid)));

  assert.equal((await fetch(`${server.url}/health`)).status, 200);
});

interface FollowedRun {
  readonly name: string;
  readonly runId: string;
  readonly conversationId: string;
  readonly events: RunEvent[];
  /** Calls that had been counted for a step when its stored end was seen. */
  readonly callsAtEnd: Map<string, number>;
}

interface Acknowledged {
  readonly runId: string;
  readonly text: string;
}

/** A code step, three calls in a container, a variable, a slow model, one more call, the answer. */
function chatflow(base: string): string {
  const request = (id: string, path: string) => ({
    id,
    type: 'http-request',
    method: 'get',
    url: `${base}/{{#sys.query#}}/${path}`,
    headers: '',
    params: '',
    authorization: { type: 'no-auth' },
    body: { type: 'none', data: [] },
  });
  const code = `function main({ question }) { return { words: [question, 'b', 'c'] }; }`;
  return appFile({
    name: 'Interrupted',
    mode: 'advanced-chat',
    conversationVariables: [{ id: 'v', name: 'turns', value_type: 'number', value: 0 }],
    nodes: [
      { id: 'start', type: 'start', variables: [] },
      {
        id: 'code',
        type: 'code',
        code_language: 'javascript',
        code,
        variables: [{ variable: 'question', value_selector: ['sys', 'query'] }],
        outputs: { words: { type: 'array[string]', children: null } },
      },
      request('first', 'first'),
      {
        id: 'rounds',
        type: 'iteration',
        iterator_selector: ['code', 'words'],
        output_selector: ['inside', 'body'],
        output_type: 'array[string]',
        start_node_id: 'rounds-start',
        is_parallel: false,
      },
      { id: 'rounds-start', type: 'iteration-start', parentId: 'rounds' },
      { ...request('inside', 'round-{{#rounds.index#}}'), parentId: 'rounds' },
      {
        id: 'count',
        type: 'assigner',
        version: '2',
        items: [
          {
            variable_selector: ['conversation', 'turns'],
            input_type: 'constant',
            operation: '+=',
            value: 1,
          },
        ],
      },
      {
        id: 'model',
        type: 'llm',
        model: { provider: 'openai-compatible', name: 'echo', mode: 'chat', completion_params: {} },
        prompt_template: [{ role: 'user', text: '{{#sys.query#}}' }],
        context: { enabled: false, variable_selector: [] },
        vision: { enabled: false },
      },
      request('last', 'last'),
      {
        id: 'answer',
        type: 'answer',
        answer: '{{#model.text#}} ({{#last.body#}}, {{#conversation.turns#}})',
      },
    ],
    edges: [
      ['start', 'code'],
      ['code', 'first'],
      ['first', 'rounds'],
      ['rounds-start', 'inside'],
      ['rounds', 'count'],
      ['count', 'model'],
      ['model', 'last'],
      ['last', 'answer'],
    ],
  });
}

const callsPerRun = 5;
const answerFor = (name: string): string => `${modelAnswer(name)} (ok last, 1)`;
const modelAnswer = (question: string): string =>
  `The answer to ${question} is long enough to be cut anywhere: ${'and on '.repeat(12)}.`;

const quickWorkflow = appFile({
  name: 'Quick',
  mode: 'workflow',
  nodes: [
    {
      id: 'start',
      type: 'start',
      variables: [{ variable: 'text', label: 'Text', type: 'text-input', required: true }],
    },
    {
      id: 'end',
      type: 'end',
      outputs: [{ variable: 'text', value_selector: ['start', 'text'], value_type: 'string' }],
    },
  ],
  edges: [['start', 'end']],
});

async function* slowly(text: string): AsyncIterable<string> {
  for (const piece of text.match(/\S+\s*/g) ?? []) {
    await wait(pieceMs);
    yield piece;
  }
}

/** Starts a run as a client does and reads until its number and conversation are known and stored. */
async function begin(server: TestServer, app: ImportedApp, name: string): Promise<FollowedRun> {
  const answer = await fetch(`${server.url}/v1/chat-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: name, inputs: {}, response_mode: 'streaming', user: 'me' }),
  });
  assert.equal(answer.status, 200, await (answer.ok ? '' : answer.text()));
  assert.ok(answer.body);
  const decoder = new TextDecoder();
  let said = '';
  for await (const bytes of answer.body) {
    said += decoder.decode(bytes, { stream: true });
    const runId = /"workflow_run_id":"([^"]+)"/.exec(said)?.[1];
    const conversationId = /"conversation_id":"([^"]+)"/.exec(said)?.[1];
    if (runId === undefined || conversationId === undefined) continue;
    // Answered when the run is on disk: from here on it must not be lost.
    await ask(server, app, 'GET', `/workflows/run/${runId}`);
    return { name, runId, conversationId, events: [], callsAtEnd: new Map() };
  }
  throw new Error(`The stream has no run: ${said}`);
}

/** Reads on from the last event that came, until the run ends or the connection breaks. */
async function follow(server: TestServer, app: ImportedApp, run: FollowedRun): Promise<void> {
  await readRunEvents(`${server.url}/v1/runs/${run.runId}/events`, {
    key: app.key,
    lastEventId: String(run.events.at(-1)?.seq ?? 0),
    onEvent: ({ id, event }) => {
      assert.equal(id, String(event.seq));
      run.events.push(event);
      if (event.type !== 'node-end' || event.kind !== 'http-request') return;
      const round = event.scope.at(-1)?.round;
      const path = round === undefined ? event.nodeId : `round-${round}`;
      const call = `/${run.name}/${path}`;
      run.callsAtEnd.set(call, counter.calls.get(call) ?? 0);
    },
  });
}

async function finish(
  server: TestServer,
  app: ImportedApp,
  run: FollowedRun,
): Promise<FollowedRun> {
  await follow(server, app, run);
  assert.ok(isEnded(run));
  return run;
}

const isEnded = ({ events }: FollowedRun): boolean => events.at(-1)?.type === 'run-end';

async function wholeLog(
  server: TestServer,
  app: ImportedApp,
  { runId }: FollowedRun,
): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  await readRunEvents(`${server.url}/v1/runs/${runId}/events`, {
    key: app.key,
    lastEventId: null,
    onEvent: ({ event }) => events.push(event),
  });
  return events;
}

/** What a reader has on the screen at the end. */
function shownText(events: readonly RunEvent[]): string {
  let text = '';
  for (const event of events) {
    if (event.type === 'text-delta') text += event.text;
    if (event.type === 'text-replace') text = event.text;
  }
  return text;
}

/** One short run after the other; what was answered before the connection broke is kept in mind. */
async function askUntilKilled(
  server: TestServer,
  app: ImportedApp,
  acknowledged: Acknowledged[],
): Promise<void> {
  try {
    for (;;) {
      const text = `answer ${acknowledged.length}`;
      const body = { inputs: { text }, response_mode: 'blocking', user: 'me' };
      const answer = await ask(server, app, 'POST', '/workflows/run', body);
      acknowledged.push({ runId: String(answer['workflow_run_id']), text });
      await wait(20);
    }
  } catch (error) {
    // The process died while it was asked.
    assert.ok(error instanceof TypeError, String(error));
  }
}

async function ask(
  server: TestServer,
  app: ImportedApp,
  method: string,
  path: string,
  body?: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

async function turnsOf(server: TestServer, app: ImportedApp, run: FollowedRun): Promise<unknown> {
  const path = `/conversations/${run.conversationId}/variables?user=me`;
  const { data } = await ask(server, app, 'GET', path);
  const variables = data as readonly { readonly name: string; readonly value: unknown }[];
  return Number(variables.find(({ name }) => name === 'turns')?.value);
}

/** Mulberry32: the same seed, the same numbers. */
function randomNumbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
