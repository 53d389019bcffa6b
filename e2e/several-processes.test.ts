/** Two server processes with one PostgreSQL database and one directory are one installation. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunEvent } from '../packages/contracts/src/index.ts';
import { appFile } from './support/app-file.ts';
import { askService, framesOf } from './support/ask-service.ts';
import { startCallCounter, type CallCounter } from './support/call-counter.ts';
import { eventually } from './support/eventually.ts';
import { startModelServer, type ModelServer } from './support/model-server.ts';
import { startPrivatePostgres } from './support/private-postgres.ts';
import { readRunEvents } from './support/run-events.ts';
import { startTestServer, type ImportedApp, type TestServer } from './support/server.ts';

const postgres = startPrivatePostgres();
const databaseUrl = postgres.addDatabase();
let models: ModelServer;
let counter: CallCounter;
let directory: string;
let first: TestServer;
let second: TestServer;
let chat: ImportedApp;

const start = (): Promise<TestServer> =>
  startTestServer({
    directory,
    flags: ['--database-url', databaseUrl],
    environment: {
      OUTPOST_EGRESS_ALLOW: counter.host,
      OUTPOST_PACKS_DIRECTORY: directory,
      OUTPOST_PROCESS_SILENCE_MS: '1500',
    },
  });

before(async () => {
  models = await startModelServer();
  const { answer } = models;
  models.answer = (question) => {
    const gate = gates.get(question.question);
    return gate ? inHalves(gate.promise) : answer(question);
  };
  counter = await startCallCounter();
  directory = await mkdtemp(join(tmpdir(), 'outpost-several-'));
  [first, second] = await Promise.all([start(), start()]);
  await first.addModelServer(models.url);
  chat = await first.importApp(chatflow(counter.url));
});

after(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await models.close();
  await counter.close();
  await rm(directory, { recursive: true, force: true });
  postgres.stop();
});

test('keys, files and what clients made are the same at both', async () => {
  const form = new FormData();
  form.set('user', 'me');
  form.set('file', new Blob(['from the first'], { type: 'text/plain' }), 'note.txt');
  const uploaded = (await (
    await fetch(`${first.url}/v1/files/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${chat.key}` },
      body: form,
    })
  ).json()) as { readonly id: string };
  const { json: answered } = await askService(first, chat, 'POST', '/chat-messages', say('hello'));

  const content = await fetch(`${second.url}/console/api/files/${uploaded.id}`, {
    headers: second.consoleHeaders,
  });
  const { json: messages } = await askService(
    second,
    chat,
    'GET',
    `/messages?user=me&conversation_id=${String(answered['conversation_id'])}`,
  );

  assert.equal(await content.text(), 'from the first');
  const [message] = messages['data'] as readonly { readonly answer: string }[];
  assert.equal(message?.answer, 'You said: hello (ok last)');
});

test('a change of an app or of models at one is seen at the other', async () => {
  const other = await startModelServer();
  other.answer = () => ['Another model.'];
  const app = await first.importApp(chatflow(counter.url));
  await askService(second, app, 'POST', '/chat-messages', say('a'));

  await first.console('PATCH', `/apps/${app.appId}`, { enabledApi: false });
  await eventually(
    () => askService(second, app, 'GET', '/info'),
    ({ status }) => status === 403,
  );
  await first.console('PATCH', `/apps/${app.appId}`, { enabledApi: true });
  await eventually(
    () => askService(second, app, 'GET', '/info'),
    ({ status }) => status === 200,
  );
  await first.addModelServer(other.url);
  await eventually(
    () => askService(second, app, 'POST', '/chat-messages', say('b')),
    ({ json }) => json['answer'] === 'Another model. (ok last)',
  );

  await second.addModelServer(models.url);
  await eventually(
    () => askService(first, app, 'POST', '/chat-messages', say('c')),
    ({ json }) => json['answer'] === 'You said: c (ok last)',
  );
  await other.close();
});

test('a run at one is followed live at the other, from every door', async () => {
  const openGate = closeGate('followed');
  const run = await begin(first, 'followed');
  const heard: RunEvent[] = [];
  const following = readRunEvents(`${second.url}/v1/runs/${run.runId}/events`, {
    key: chat.key,
    lastEventId: null,
    onEvent: ({ event }) => heard.push(event),
  });
  const inWords: string[] = [];
  const reading = read(
    await fetch(
      `${second.url}/v1/workflow/${run.runId}/events?user=me&include_state_snapshot=true`,
      { headers: { authorization: `Bearer ${chat.key}` } },
    ),
    (frame) => inWords.push(String(frame['event'])),
  );
  const inConsole: string[] = [];
  const watching = read(
    await fetch(`${second.url}/console/api/runs/${run.runId}/events`, {
      headers: second.consoleHeaders,
    }),
    (event) => inConsole.push(String(event['type'])),
  );

  await eventually(
    () => Promise.resolve([textOf(heard), inWords.includes('message'), inConsole.length > 3]),
    ([text, word, console]) => text === 'Half' && word === true && console === true,
  );
  openGate();
  await Promise.all([following, reading, watching]);

  assert.deepEqual(
    heard.map(({ seq }) => seq),
    heard.map((_, index) => index + 1),
  );
  assert.equal(textOf(heard), 'Half and half. (ok last)');
  assert.equal(inWords.at(-1), 'workflow_finished');
  assert.equal(inConsole.at(-1), 'run-end');
});

test('a run at one is stopped at the other', async () => {
  const openGate = closeGate('stopped');
  const run = await begin(first, 'stopped');

  const { json } = await askService(second, chat, 'POST', `/chat-messages/${run.taskId}/stop`, {
    user: 'me',
  });
  const log = await wholeLog(second, run);
  openGate();

  assert.equal(json['result'], 'success');
  const end = log.at(-1);
  assert.ok(end?.type === 'run-end' && end.status === 'stopped');
});

test('the runs of a process that was killed are finished by the other, and no finished step is done again', async () => {
  const names = ['lost 1', 'lost 2', 'lost 3'];
  const openGate = closeGate(...names);
  const runs = await Promise.all(names.map((name) => begin(first, name)));
  const logs = Promise.all(runs.map((run) => wholeLog(second, run)));
  // What is stored has ended; an end that only the lost process knew is done again.
  for (const run of runs) await storedEndOf(second, run, 'first');

  await first.kill();
  openGate();

  for (const [index, log] of (await logs).entries()) {
    assert.deepEqual(
      log.map(({ seq }) => seq),
      log.map((_, at) => at + 1),
    );
    const end = log.at(-1);
    assert.ok(end?.type === 'run-end' && end.status === 'succeeded', JSON.stringify(end));
    assert.equal(end.outputs['answer'], 'Half and half. (ok last)');
    assert.equal(log.filter(({ type }) => type === 'run-resume').length, 1);
    const name = `/${runs[index]?.name}`;
    assert.deepEqual(
      [counter.calls.get(`${name}/first`), counter.calls.get(`${name}/last`)],
      [1, 1],
    );
  }
  first = await start();
});

test('the runs of a process that is stopped in good order go on at the other', async () => {
  const openGate = closeGate('handed over');
  const run = await begin(first, 'handed over');
  const log = wholeLog(second, run);
  await storedEndOf(second, run, 'first');

  await first[Symbol.asyncDispose]();
  openGate();

  const end = (await log).at(-1);
  assert.ok(end?.type === 'run-end' && end.status === 'succeeded', JSON.stringify(end));
  assert.equal(counter.calls.get('/handed over/first'), 1);
  first = await start();
});

interface BegunRun {
  readonly name: string;
  readonly runId: string;
  readonly taskId: string;
}

/** Asked `first`, then the model, then `last`. */
function chatflow(base: string): string {
  const request = (id: string) => ({
    id,
    type: 'http-request',
    method: 'get',
    url: `${base}/{{#sys.query#}}/${id}`,
    headers: '',
    params: '',
    authorization: { type: 'no-auth' },
    body: { type: 'none', data: [] },
  });
  return appFile({
    name: 'Shared',
    mode: 'advanced-chat',
    nodes: [
      { id: 'start', type: 'start', variables: [] },
      request('first'),
      {
        id: 'model',
        type: 'llm',
        model: { provider: 'openai-compatible', name: 'echo', mode: 'chat', completion_params: {} },
        prompt_template: [{ role: 'user', text: '{{#sys.query#}}' }],
        context: { enabled: false, variable_selector: [] },
        vision: { enabled: false },
      },
      request('last'),
      { id: 'answer', type: 'answer', answer: '{{#model.text#}} ({{#last.body#}})' },
    ],
    edges: [
      ['start', 'first'],
      ['first', 'model'],
      ['model', 'last'],
      ['last', 'answer'],
    ],
  });
}

const say = (query: string, responseMode = 'blocking') => ({
  query,
  inputs: {},
  response_mode: responseMode,
  user: 'me',
});

/** What the model says to questions of these names waits in the middle until its gate is open. */
const gates = new Map<string, PromiseWithResolvers<void>>();

function closeGate(...names: readonly string[]): () => void {
  const gate = Promise.withResolvers<void>();
  for (const name of names) gates.set(name, gate);
  return gate.resolve;
}

async function* inHalves(gate: Promise<void>): AsyncIterable<string> {
  yield 'Half';
  await gate;
  yield ' and half.';
}

/** Starts a run and reads its stream until the model speaks. */
async function begin(server: TestServer, name: string): Promise<BegunRun> {
  const answer = await fetch(`${server.url}/v1/chat-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${chat.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(say(name, 'streaming')),
  });
  let runId = '';
  for await (const frame of framesOf(answer)) {
    if (frame['event'] === 'workflow_started') runId = String(frame['workflow_run_id']);
    if (frame['event'] === 'message') return { name, runId, taskId: String(frame['task_id']) };
  }
  throw new Error(`${name} ended before the model spoke.`);
}

async function storedEndOf(server: TestServer, run: BegunRun, nodeId: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  void readRunEvents(`${server.url}/v1/runs/${run.runId}/events`, {
    key: chat.key,
    lastEventId: null,
    onEvent({ event }) {
      if (event.type === 'node-end' && event.nodeId === nodeId) resolve();
    },
  });
  await promise;
}

async function wholeLog(server: TestServer, { runId }: BegunRun): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  await readRunEvents(`${server.url}/v1/runs/${runId}/events`, {
    key: chat.key,
    lastEventId: null,
    onEvent: ({ event }) => events.push(event),
  });
  return events;
}

async function read(
  answer: Response,
  onFrame: (frame: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  for await (const frame of framesOf(answer)) onFrame(frame);
}

function textOf(events: readonly RunEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}
