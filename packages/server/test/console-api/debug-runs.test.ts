import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { NodeInput } from '@outpost/contracts';
import { appFile, call, end, start } from '../support/call-app.ts';
import { askConsole, endsOf, runEndOf, runEvents, stepsOf } from '../support/console-events.ts';
import { startCountingServer, type CountingServer } from '../support/counting-server.ts';
import { openTestPlatform, type TestPlatform } from '../support/open-test-platform.ts';

let calls: CountingServer;
let server: TestPlatform;

before(async () => {
  calls = await startCountingServer();
  server = await openTestPlatform({ egress: { allow: [calls.host], deny: [] } });
});
after(async () => {
  await server.close();
  calls.close();
});
beforeEach(() => {
  calls.asked.length = 0;
});

async function importApp(content: string): Promise<string> {
  const { app } = (await server.console('POST', '/apps/import', { content, publish: true })) as {
    app: { id: string };
  };
  return app.id;
}

// start ─▶ a ─▶ b ─▶ end
const lineApp = () =>
  importApp(
    appFile(
      {
        start: start('city'),
        a: call(calls.host, 'a-{{#start.city#}}'),
        b: call(calls.host, 'b{{#a.body#}}'),
        end: end({ out: ['b', 'body'] }),
      },
      ['start > a > b > end'],
    ),
  );

const run = (appId: string, body: object) => runEvents(server, `/apps/${appId}/run`, body);
const refusalOf = async (answer: Response) => {
  const { code, message, details } = (await answer.json()) as {
    code: string;
    message: string;
    details: { missing?: readonly NodeInput[] };
  };
  return { status: answer.status, code, message, missing: details.missing };
};

test('a pinned node is not run, and the trace says so', async () => {
  const appId = await lineApp();

  const events = await run(appId, {
    inputs: { city: 'Rome' },
    pins: { a: { outputs: { body: '/pinned' } } },
  });

  assert.deepEqual(stepsOf(events), ['start', 'a*', 'b', 'end']);
  assert.equal(endsOf(events)[1]?.origin, 'pinned');
  assert.deepEqual(calls.asked, ['/b/pinned']);
  assert.deepEqual(runEndOf(events).outputs, { out: '/b/pinned' });
});

test('a run from here takes what is before it from the last run', async () => {
  const appId = await lineApp();
  await run(appId, { inputs: { city: 'Rome' } });
  calls.asked.length = 0;

  const events = await run(appId, { from: { nodeId: 'b' } });

  assert.deepEqual(stepsOf(events), ['start*', 'a*', 'b', 'end']);
  assert.deepEqual(calls.asked, ['/b/a-Rome']);
});

test('a run from here can be told which run to go by, and may be repeated', async () => {
  const appId = await lineApp();
  const first = await run(appId, { inputs: { city: 'Rome' } });
  await run(appId, { inputs: { city: 'Oslo' } });
  const runId = runIdOf(first);

  const fromFirst = await run(appId, { from: { nodeId: 'b', runId } });
  const again = await run(appId, { from: { nodeId: 'end' } });

  assert.deepEqual(runEndOf(fromFirst).outputs, { out: '/b/a-Rome' });
  assert.deepEqual(stepsOf(again), ['start*', 'a*', 'b*', 'end']);
  assert.deepEqual(runEndOf(again).outputs, { out: '/b/a-Rome' });
});

test('a run from here without an earlier run runs what is needed', async () => {
  const appId = await lineApp();

  const events = await run(appId, { inputs: { city: 'Bern' }, from: { nodeId: 'b' } });

  assert.deepEqual(stepsOf(events), ['start', 'a', 'b', 'end']);
  assert.deepEqual(runEndOf(events).outputs, { out: '/b/a-Bern' });
});

test('pins and places to begin at are refused where they mean nothing', async () => {
  const appId = await lineApp();
  const ask = async (body: object) =>
    refusalOf(await askConsole(server, 'POST', `/apps/${appId}/run`, body));

  const published = await ask({ target: 'published', from: { nodeId: 'b' } });
  const noPin = await ask({ pins: { gone: { outputs: {} } } });
  const noNode = await ask({ from: { nodeId: 'gone' } });

  assert.deepEqual(
    [published, noPin, noNode].map(({ status, code }) => [status, code]),
    [
      [400, 'debug_option_invalid'],
      [400, 'debug_option_invalid'],
      [404, 'not_found'],
    ],
  );
});

test('a node runs alone with its last inputs, or with those given in their place', async () => {
  const appId = await lineApp();
  await run(appId, { inputs: { city: 'Rome' } });
  calls.asked.length = 0;

  const last = await runEvents(server, `/apps/${appId}/draft/nodes/b/run`, {});
  const given = await runEvents(server, `/apps/${appId}/draft/nodes/b/run`, {
    variables: { 'a.body': '/given' },
  });

  assert.deepEqual(calls.asked, ['/b/a-Rome', '/b/given']);
  assert.deepEqual([stepsOf(last), stepsOf(given)], [['b'], ['b']]);
});

test('what a node lacks is named with its type, and known before it is run', async () => {
  const appId = await lineApp();

  const refused = await refusalOf(
    await askConsole(server, 'POST', `/apps/${appId}/draft/nodes/b/run`, {}),
  );
  const { data } = (await server.console('GET', `/apps/${appId}/draft/nodes/b/inputs`)) as {
    data: readonly NodeInput[];
  };

  const expected = {
    selector: 'a.body',
    nodeId: 'a',
    title: 'A',
    name: 'body',
    valueType: 'string',
    origin: 'none',
    value: null,
  };
  assert.deepEqual([refused.status, refused.code], [400, 'node_inputs_missing']);
  assert.match(refused.message, /A\.body \(string\)/);
  assert.deepEqual([refused.missing, data], [[expected], [expected]]);
  assert.deepEqual(calls.asked, []);
});

test('the start node runs alone with the inputs of the app', async () => {
  const appId = await lineApp();

  const events = await runEvents(server, `/apps/${appId}/draft/nodes/start/run`, {
    variables: { 'start.city': 'Rome' },
  });

  assert.deepEqual(endsOf(events)[0]?.outputs?.['city'], 'Rome');
});

test('the value that somebody set counts for a node alone and for a run from here, until a run replaces it', async () => {
  const appId = await lineApp();
  await run(appId, { inputs: { city: 'Rome' } });
  await server.console('PUT', `/apps/${appId}/draft/values/a/body`, { value: '/edited' });
  calls.asked.length = 0;

  await runEvents(server, `/apps/${appId}/draft/nodes/b/run`, {});
  await run(appId, { from: { nodeId: 'b' } });
  await run(appId, { inputs: { city: 'Oslo' } });
  await run(appId, { from: { nodeId: 'b' } });

  assert.deepEqual(calls.asked, ['/b/edited', '/b/edited', '/a-Oslo', '/b/a-Oslo', '/b/a-Oslo']);
});

test('an edited input of the start node counts for the run from there', async () => {
  const appId = await lineApp();
  await run(appId, { inputs: { city: 'Rome' } });
  await server.console('PUT', `/apps/${appId}/draft/values/start/city`, { value: 'Oslo' });
  calls.asked.length = 0;

  await run(appId, { from: { nodeId: 'start' } });

  assert.deepEqual(calls.asked, ['/a-Oslo', '/b/a-Oslo']);
});

test('a node that ran alone after the last run gives its newest outputs', async () => {
  const appId = await lineApp();
  await run(appId, { inputs: { city: 'Rome' } });
  await runEvents(server, `/apps/${appId}/draft/nodes/a/run`, {
    variables: { 'start.city': 'Oslo' },
  });
  calls.asked.length = 0;

  const events = await run(appId, { from: { nodeId: 'b' } });

  assert.deepEqual(calls.asked, ['/b/a-Oslo']);
  assert.deepEqual(stepsOf(events), ['start*', 'a*', 'b', 'end']);
});

test('a published run is replayed from a step, with other values if asked', async () => {
  const appId = await lineApp();
  const first = await run(appId, { target: 'published', inputs: { city: 'Rome' } });
  const replay = (body: object) => runEvents(server, `/runs/${runIdOf(first)}/replay`, body);
  calls.asked.length = 0;

  const same = await replay({ nodeId: 'b' });
  const other = await replay({ nodeId: 'b', inputs: { 'a.body': '/other' } });
  const whole = await replay({ nodeId: 'start', inputs: { 'start.city': 'Bern' } });

  assert.deepEqual(stepsOf(same), ['start*', 'a*', 'b', 'end']);
  assert.deepEqual(endsOf(same)[1]?.source, {
    runId: runIdOf(first),
    stepId: endsOf(first)[1]?.stepId,
  });
  assert.deepEqual(
    [same, other, whole].map((events) => runEndOf(events).outputs['out']),
    ['/b/a-Rome', '/b/other', '/b/a-Bern'],
  );
});

test('a replay is refused for a step, a value or a run that does not allow it', async () => {
  const appId = await lineApp();
  const first = await run(appId, { inputs: { city: 'Rome' } });
  const alone = await runEvents(server, `/apps/${appId}/draft/nodes/b/run`, {});
  const ask = async (runId: string, body: object) =>
    refusalOf(await askConsole(server, 'POST', `/runs/${runId}/replay`, body));

  const refused = await Promise.all([
    ask(runIdOf(first), { nodeId: 'gone' }),
    ask(runIdOf(first), { nodeId: 'b', stepId: 'gone' }),
    ask(runIdOf(first), { nodeId: 'b', inputs: { 'end.out': 1 } }),
    ask(runIdOf(alone), { nodeId: 'b' }),
    ask(crypto.randomUUID(), { nodeId: 'b' }),
  ]);

  assert.deepEqual(
    refused.map(({ code }) => code),
    ['not_found', 'not_found', 'debug_option_invalid', 'debug_option_invalid', 'not_found'],
  );
});

test('a disabled node is passed by in drafts and published versions, and app files carry the mark', async () => {
  const appId = await lineApp();
  const draft = (await server.console('GET', `/apps/${appId}/draft`)) as {
    document: { graph: { nodes: { id: string; extra: object }[] } };
    revision: number;
  };
  for (const node of draft.document.graph.nodes)
    if (node.id === 'a') node.extra = { disabled: true };
  await server.console('PUT', `/apps/${appId}/draft`, {
    document: draft.document,
    revision: draft.revision,
  });
  await server.console('POST', `/apps/${appId}/versions`, {});
  const file = await (await askConsole(server, 'GET', `/apps/${appId}/export`)).text();
  const copyId = await importApp(file);

  const events = await Promise.all([
    run(appId, {}),
    run(appId, { target: 'published' }),
    run(copyId, {}),
  ]);

  for (const each of events) {
    assert.deepEqual(stepsOf(each), ['start', 'b', 'end']);
    assert.deepEqual(runEndOf(each).outputs, { out: '/b' });
  }
});

function runIdOf(events: Awaited<ReturnType<typeof run>>): string {
  const [first] = events;
  assert.equal(first?.type, 'run-start');
  return first.system['workflow_run_id'] as string;
}
