/** PostgreSQL goes away under two servers and comes back: they say so, lose nothing and go on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askService } from './support/ask-service.ts';
import { eventually } from './support/eventually.ts';
import { startModelServer } from './support/model-server.ts';
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

test('requests are refused with a clear error while the database is away, and served afterwards', async () => {
  await askService(first, chat, 'POST', '/chat-messages', say('before'));

  shared.postgres.interrupt();
  const [console, run] = await Promise.all([
    fetch(`${first.url}/console/api/apps`, { headers: first.consoleHeaders }),
    askService(first, chat, 'POST', '/chat-messages', say('meanwhile')),
  ]);
  // What was remembered of the app is asked again after a moment.
  const info = await eventually(
    () => askService(second, chat, 'GET', '/info'),
    ({ status }) => status !== 200,
  );
  const health = await fetch(`${first.url}/health`);
  shared.postgres.resume();
  const later = await askService(first, chat, 'POST', '/chat-messages', say('afterwards'));

  const refused = (await console.json()) as { readonly code: string };
  assert.deepEqual([console.status, refused.code], [503, 'database_failed']);
  assert.deepEqual([info.status, info.json['code']], [503, 'service_unavailable']);
  assert.deepEqual([run.status, run.json['code']], [503, 'service_unavailable']);
  assert.equal(health.status, 200);
  assert.deepEqual([later.status, later.json['answer']], [200, 'You said: afterwards (ok last)']);
});

test('a run that ends while the database is away is stored when it is back', async () => {
  const openGate = shared.closeGate('patient');
  const run = await beginRun(first, chat, 'patient');
  const { log } = await followRun(second, chat, run);

  shared.postgres.interrupt();
  openGate();
  await eventually(
    () => Promise.resolve(shared.counter.calls.get('/patient/last')),
    (calls) => calls === 1,
  );
  shared.postgres.resume();

  const end = (await log).at(-1);
  assert.ok(end?.type === 'run-end' && end.status === 'succeeded', JSON.stringify(end));
  assert.equal(end.outputs['answer'], 'Half and half. (ok last)');
  assert.equal(shared.counter.calls.get('/patient/first'), 1);
});

test('a silence that everybody shared costs nobody its runs', async () => {
  const openGate = shared.closeGate('owned');
  const run = await beginRun(first, chat, 'owned');
  const { log } = await followRun(first, chat, run);

  shared.postgres.interrupt();
  // Longer than the silence after which a process counts as lost.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  shared.postgres.resume();
  await eventually(
    () => askService(second, chat, 'POST', '/chat-messages', say('anything')),
    ({ status }) => status === 200,
  );
  openGate();

  const events = await log;
  const end = events.at(-1);
  assert.ok(end?.type === 'run-end' && end.status === 'succeeded', JSON.stringify(end));
  assert.equal(events.filter(({ type }) => type === 'run-resume').length, 0);
});

test('changes made while a server could not hear of them are seen when it hears again', async () => {
  const other = await startModelServer();
  other.answer = () => ['Another model.'];
  await askService(second, chat, 'POST', '/chat-messages', say('remembered'));

  shared.postgres.interrupt();
  shared.postgres.resume();
  await first.addModelServer(other.url);

  await eventually(
    () => askService(second, chat, 'POST', '/chat-messages', say('again')),
    ({ json }) => json['answer'] === 'Another model. (ok last)',
  );
  await first.addModelServer(shared.models.url);
  await eventually(
    () => askService(second, chat, 'POST', '/chat-messages', say('back')),
    ({ json }) => json['answer'] === 'You said: back (ok last)',
  );
  await other.close();
});
