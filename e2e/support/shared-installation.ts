/** One PostgreSQL database and one directory for several server processes, and an app to try them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../packages/contracts/src/index.ts';
import { appFile } from './app-file.ts';
import { framesOf } from './ask-service.ts';
import { startCallCounter, type CallCounter } from './call-counter.ts';
import { startModelServer, type ModelServer } from './model-server.ts';
import { startPrivatePostgres } from './private-postgres.ts';
import { readRunEvents } from './run-events.ts';
import { startTestServer, type ImportedApp, type TestServer } from './server.ts';

export interface SharedInstallation {
  readonly postgres: ReturnType<typeof startPrivatePostgres>;
  readonly models: ModelServer;
  /** What the app's request steps have called, as `/<question>/<step>`. */
  readonly counter: CallCounter;
  start(): Promise<TestServer>;
  /** To questions of these names the model says “Half” and the rest when the result is called. */
  closeGate(...names: readonly string[]): () => void;
  close(): Promise<void>;
}

export interface BegunRun {
  readonly name: string;
  readonly runId: string;
  readonly taskId: string;
}

export async function openSharedInstallation(): Promise<SharedInstallation> {
  const postgres = startPrivatePostgres();
  const databaseUrl = postgres.addDatabase();
  const models = await startModelServer();
  const counter = await startCallCounter();
  const directory = await mkdtemp(join(tmpdir(), 'outpost-shared-'));
  const gates = new Map<string, Promise<void>>();
  const { answer } = models;
  models.answer = (question) => {
    const gate = gates.get(question.question);
    return gate ? inHalves(gate) : answer(question);
  };
  return {
    postgres,
    models,
    counter,
    start: () =>
      startTestServer({
        directory,
        flags: ['--database-url', databaseUrl],
        environment: {
          OUTPOST_EGRESS_ALLOW: counter.host,
          OUTPOST_PACKS_DIRECTORY: directory,
          OUTPOST_PROCESS_SILENCE_MS: '1500',
        },
      }),
    closeGate(...names) {
      const { promise, resolve } = Promise.withResolvers<void>();
      for (const name of names) gates.set(name, promise);
      return resolve;
    },
    async close() {
      await models.close();
      await counter.close();
      await rm(directory, { recursive: true, force: true });
      postgres.stop();
    },
  };
}

/** Its steps: `first`, then the model, then `last`. */
export function sharedChatflow({ url }: CallCounter): string {
  const request = (id: string) => ({
    id,
    type: 'http-request',
    method: 'get',
    url: `${url}/{{#sys.query#}}/${id}`,
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

async function* inHalves(gate: Promise<void>): AsyncIterable<string> {
  yield 'Half';
  await gate;
  yield ' and half.';
}

export const say = (query: string, responseMode = 'blocking') => ({
  query,
  inputs: {},
  response_mode: responseMode,
  user: 'me',
});

/** Starts a run and reads its stream until the model speaks; what came before is stored then. */
export async function beginRun(
  server: TestServer,
  app: ImportedApp,
  name: string,
): Promise<BegunRun> {
  const answer = await fetch(`${server.url}/v1/chat-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(say(name, 'streaming')),
  });
  let runId = '';
  let last: unknown = null;
  for await (const frame of framesOf(answer)) {
    last = frame;
    if (frame['event'] === 'workflow_started') runId = String(frame['workflow_run_id']);
    if (frame['event'] !== 'message') continue;
    const run = { name, runId, taskId: String(frame['task_id']) };
    // What is stored has ended; an end that only its process knows is done again elsewhere.
    await storedEndOf(server, app, run, 'first');
    return run;
  }
  throw new Error(`${name} ended before the model spoke: ${JSON.stringify(last)}`);
}

async function storedEndOf(
  server: TestServer,
  app: ImportedApp,
  run: BegunRun,
  nodeId: string,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  void readRunEvents(`${server.url}/v1/runs/${run.runId}/events`, {
    key: app.key,
    lastEventId: null,
    onEvent({ event }) {
      if (event.type === 'node-end' && event.nodeId === nodeId) resolve();
    },
  });
  await promise;
}

/** Reads every event of a run at a server; resolves when the first has come, `log` when all have. */
export async function followRun(
  server: TestServer,
  app: ImportedApp,
  { runId }: BegunRun,
): Promise<{ readonly log: Promise<readonly RunEvent[]> }> {
  const events: RunEvent[] = [];
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const read = readRunEvents(`${server.url}/v1/runs/${runId}/events`, {
    key: app.key,
    lastEventId: null,
    onEvent({ event }) {
      events.push(event);
      resolve();
    },
  });
  await Promise.race([begun, read]);
  return { log: read.then(() => events) };
}
