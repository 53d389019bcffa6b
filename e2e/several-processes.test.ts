/** Two server processes with one PostgreSQL database and one directory are one installation. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RunEvent } from '../packages/contracts/src/index.ts';
import { askService, framesOf } from './support/ask-service.ts';
import { eventually } from './support/eventually.ts';
import { startModelServer } from './support/model-server.ts';
import { readRunEvents } from './support/run-events.ts';
import type { ImportedApp, TestServer } from './support/server.ts';
import {
  beginRun,
  followRun,
  openSharedInstallation,
  say,
  sharedChatflow,
  type SharedInstallation,
} from './support/shared-installation.ts';

let shared: SharedInstallation;
let first: TestServer;
let second: TestServer;
let chat: ImportedApp;

before(async () => {
  shared = await openSharedInstallation();
  [first, second] = await Promise.all([shared.start(), shared.start()]);
  await first.addModelServer(shared.models.url);
  chat = await first.importApp(sharedChatflow(shared.counter));
});

after(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await shared.close();
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
  const app = await first.importApp(sharedChatflow(shared.counter));
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

  await second.addModelServer(shared.models.url);
  await eventually(
    () => askService(first, app, 'POST', '/chat-messages', say('c')),
    ({ json }) => json['answer'] === 'You said: c (ok last)',
  );
  await other.close();
});

test('a run at one is followed live at the other, from every door', async () => {
  const openGate = shared.closeGate('followed');
  const run = await beginRun(first, chat, 'followed');
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
  const openGate = shared.closeGate('stopped');
  const run = await beginRun(first, chat, 'stopped');

  const { json } = await askService(second, chat, 'POST', `/chat-messages/${run.taskId}/stop`, {
    user: 'me',
  });
  const { log: ending } = await followRun(second, chat, run);
  const log = await ending;
  openGate();

  assert.equal(json['result'], 'success');
  const end = log.at(-1);
  assert.ok(end?.type === 'run-end' && end.status === 'stopped');
});

test('the runs of a process that was killed are finished by the other, and no finished step is done again', async () => {
  const names = ['lost 1', 'lost 2', 'lost 3'];
  const openGate = shared.closeGate(...names);
  const runs = await Promise.all(names.map((name) => beginRun(first, chat, name)));
  const followed = await Promise.all(runs.map((run) => followRun(second, chat, run)));

  await first.kill();
  openGate();

  for (const [index, { log: ending }] of followed.entries()) {
    const log = await ending;
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
      [shared.counter.calls.get(`${name}/first`), shared.counter.calls.get(`${name}/last`)],
      [1, 1],
    );
  }
  first = await shared.start();
});

test('the runs of a process that is stopped in good order go on at the other', async () => {
  const openGate = shared.closeGate('handed over');
  const run = await beginRun(first, chat, 'handed over');
  const { log } = await followRun(second, chat, run);

  await first[Symbol.asyncDispose]();
  openGate();

  const end = (await log).at(-1);
  assert.ok(end?.type === 'run-end' && end.status === 'succeeded', JSON.stringify(end));
  assert.equal(shared.counter.calls.get('/handed over/first'), 1);
  first = await shared.start();
});

async function read(
  answer: Response,
  onFrame: (frame: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  for await (const frame of framesOf(answer)) onFrame(frame);
}

function textOf(events: readonly RunEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}
