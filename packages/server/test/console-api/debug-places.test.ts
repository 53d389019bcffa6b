import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { appFile, call, end, start } from '../support/call-app.ts';
import { askConsole, endsOf, runEndOf, runEvents, stepsOf } from '../support/console-events.ts';
import { startCountingServer, type CountingServer } from '../support/counting-server.ts';
import { openTestPlatform, type TestPlatform } from '../support/open-test-platform.ts';

const secret = 'sk-never-shown-42';
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
  const { app } = (await server.console('POST', '/apps/import', { content })) as {
    app: { id: string };
  };
  return app.id;
}
const run = (appId: string, body: object) => runEvents(server, `/apps/${appId}/run`, body);
const runNode = (appId: string, nodeId: string, body: object = {}) =>
  runEvents(server, `/apps/${appId}/draft/nodes/${nodeId}/run`, body);

// start ─▶ list ─▶ each( in ─▶ k ─▶ n ) ─▶ end      list is pinned: it gives what is gone through
const items = { list: { outputs: { body: ['x', 'y'] } } };
const eachApp = () =>
  importApp(
    appFile(
      {
        start: start('city'),
        list: call(calls.host, 'list'),
        each: {
          type: 'iteration',
          start_node_id: 'in',
          iterator_selector: ['list', 'body'],
          output_selector: ['n', 'body'],
          output_type: 'array[string]',
        },
        in: { type: 'iteration-start', parentId: 'each' },
        k: { ...call(calls.host, 'k{{#each.item#}}'), parentId: 'each' },
        n: { ...call(calls.host, 'n{{#k.body#}}-{{#start.city#}}'), parentId: 'each' },
        end: end({ out: ['each', 'output'] }),
      },
      ['start > list > each > end', 'in > k > n'],
    ),
  );

test('a node inside a container runs alone, one round, with what the last round had', async () => {
  const appId = await eachApp();
  await run(appId, { inputs: { city: 'Rome' }, pins: items });
  calls.asked.length = 0;

  const last = await runNode(appId, 'k');
  const given = await runNode(appId, 'n', { variables: { 'k.body': '/given' } });

  assert.deepEqual(calls.asked, ['/ky', '/n/given-Rome']);
  assert.deepEqual([stepsOf(last), stepsOf(given)], [['k'], ['n']]);
});

test('a container runs alone with all that is inside it, and asks for what that reads outside', async () => {
  const appId = await eachApp();
  const missing = async () => {
    const { data } = (await server.console('GET', `/apps/${appId}/draft/nodes/each/inputs`)) as {
      data: readonly { selector: string }[];
    };
    return data.map(({ selector }) => selector);
  };

  const events = await runNode(appId, 'each', {
    variables: { 'list.body': ['p'], 'start.city': 'Oslo' },
  });

  assert.deepEqual(await missing(), ['list.body', 'start.city']);
  assert.deepEqual(calls.asked, ['/kp', '/n/kp-Oslo']);
  assert.deepEqual(runEndOf(events).outputs, { output: ['/n/kp-Oslo'] });
});

test('a run from here inside a container repeats that node in its first round, and keeps the other rounds', async () => {
  const appId = await eachApp();
  await run(appId, { inputs: { city: 'Rome' }, pins: items });
  calls.asked.length = 0;

  const events = await run(appId, { from: { nodeId: 'n' } });

  assert.deepEqual(calls.asked, ['/n/kx-Rome']);
  assert.deepEqual(runEndOf(events).outputs, { out: ['/n/kx-Rome', '/n/ky-Rome'] });
});

test('a replay begins in the round that is asked for', async () => {
  const appId = await eachApp();
  const first = await run(appId, { inputs: { city: 'Rome' }, pins: items });
  const second = endsOf(first).find(({ nodeId, scope }) => nodeId === 'k' && scope[0]?.round === 1);
  const [start_] = first;
  assert.equal(start_?.type, 'run-start');
  calls.asked.length = 0;

  const events = await runEvents(
    server,
    `/runs/${start_.system['workflow_run_id'] as string}/replay`,
    { nodeId: 'k', stepId: second?.stepId, inputs: { 'list.body': ['x', 'z'] } },
  );

  assert.deepEqual(calls.asked, ['/kz', '/n/kz-Rome']);
  assert.deepEqual(runEndOf(events).outputs, { out: ['/n/kx-Rome', '/n/kz-Rome'] });
});

// start ─▶ a ─▶ note ─▶ b ─▶ answer      note writes the conversation variable that b reads
const chatApp = () =>
  importApp(
    appFile(
      {
        start: start(),
        a: call(calls.host, 'a-{{#sys.query#}}'),
        note: {
          type: 'assigner',
          version: '2',
          items: [
            {
              variable_selector: ['conversation', 'mood'],
              input_type: 'variable',
              operation: 'over-write',
              value: ['a', 'body'],
            },
          ],
        },
        b: call(calls.host, 'b{{#conversation.mood#}}'),
        answer: { type: 'answer', answer: 'Said {{#b.body#}}' },
      },
      ['start > a > note > b > answer'],
      {
        mode: 'advanced-chat',
        conversation_variables: [
          { id: 'v', name: 'mood', value_type: 'string', value: 'good', description: '' },
        ],
      },
    ),
  );

test('in a chat a run from here has the question and the conversation of that turn, and is no turn itself', async () => {
  const appId = await chatApp();
  const first = await run(appId, { query: 'hello' });
  calls.asked.length = 0;

  const events = await run(appId, { from: { nodeId: 'b' } });

  assert.deepEqual(calls.asked, ['/b/a-hello']);
  assert.deepEqual(stepsOf(events), ['start*', 'a*', 'note*', 'b', 'answer']);
  assert.deepEqual(runEndOf(events).outputs, runEndOf(first).outputs);
  const text = events
    .flatMap((event) => (event.type === 'text-delta' ? [event.text] : []))
    .join('');
  assert.equal(text, 'Said /b/a-hello');
});

test('last values show nodes, conversation and system, whole or cut, and edits that fit the type', async () => {
  const appId = await chatApp();
  const question = 'hello '.repeat(5000);
  await run(appId, { query: question });
  const values = `/apps/${appId}/draft/values`;
  const put = (place: string, value: unknown) =>
    askConsole(server, 'PUT', `${values}/${place}`, { value });

  const shown = (await server.console('GET', values)) as {
    runId: string;
    nodes: readonly { nodeId: string; title: string; status: string; runId: string }[];
    conversation: readonly object[];
    system: readonly { name: string; cut: boolean; value: unknown }[];
  };
  const whole = (await server.console('GET', `${values}/sys/query`)) as { value: unknown };
  const refused = [
    await put('conversation/mood', 7),
    await put('conversation/other', 'x'),
    await put('gone/text', 'x'),
    await askConsole(server, 'PUT', `${values}/conversation/mood`, {}),
  ];
  const edited = await put('conversation/mood', 'edited');

  assert.deepEqual(
    shown.nodes.map(({ nodeId, title, status, runId }) => [nodeId, title, status, runId]),
    ['start', 'a', 'note', 'b', 'answer'].map((id) => [
      id,
      id.toUpperCase(),
      'succeeded',
      shown.runId,
    ]),
  );
  const query = shown.system.find(({ name }) => name === 'query');
  assert.deepEqual([query?.cut, query?.value, whole.value], [true, null, question]);
  assert.deepEqual(
    refused.map(({ status }) => status),
    [400, 404, 404, 400],
  );
  assert.deepEqual(await edited.json(), {
    name: 'mood',
    valueType: 'string',
    value: 'edited',
    edited: true,
    cut: false,
  });

  await run(appId, { from: { nodeId: 'b' } });
  assert.equal(calls.asked.at(-1), '/bedited');
});

test('edits are taken back one by one or all, and all values can be forgotten', async () => {
  const appId = await chatApp();
  await run(appId, { query: 'hello' });
  const values = `/apps/${appId}/draft/values`;
  const set = (place: string) => server.console('PUT', `${values}/${place}`, { value: 'edited' });
  const edited = async () => {
    const { nodes, conversation } = (await server.console('GET', values)) as {
      nodes: readonly { outputs: readonly { name: string; edited: boolean }[] }[];
      conversation: readonly { name: string; edited: boolean }[];
    };
    return [...nodes.flatMap(({ outputs }) => outputs), ...conversation].filter(
      (value) => value.edited,
    ).length;
  };
  await set('a/body');
  await set('b/body');
  await set('conversation/mood');
  const counts = [await edited()];

  await server.console('DELETE', `${values}/a/body`);
  counts.push(await edited());
  await server.console('DELETE', values);
  counts.push(await edited());
  await server.console('DELETE', `${values}?what=all`);

  assert.deepEqual(counts, [3, 2, 0]);
  assert.deepEqual(await server.console('GET', values), {
    runId: null,
    nodes: [],
    conversation: [{ name: 'mood', valueType: 'string', value: 'good', edited: false, cut: false }],
    system: [],
  });
});

test('a secret in a last value is shown to nobody, and is there when the value is used again', async () => {
  const appId = await importApp(
    appFile(
      {
        start: start(),
        a: call(calls.host, 'a-{{#env.PASS#}}'),
        b: call(calls.host, 'b{{#a.body#}}'),
        end: end({ out: ['b', 'status_code'] }),
      },
      ['start > a > b > end'],
      {
        environment_variables: [
          { id: 'e', name: 'PASS', value_type: 'secret', value: secret, description: '' },
        ],
      },
    ),
  );
  const first = await run(appId, {});
  calls.asked.length = 0;

  const again = await run(appId, { from: { nodeId: 'b' } });
  const alone = await runNode(appId, 'b');
  const shown = await server.console('GET', `/apps/${appId}/draft/values`);
  const inputs = await server.console('GET', `/apps/${appId}/draft/nodes/b/inputs`);

  assert.deepEqual(calls.asked, [`/b/a-${secret}`, `/b/a-${secret}`]);
  for (const told of [first, again, alone, shown, inputs])
    assert.ok(!JSON.stringify(told).includes(secret));
  assert.match(JSON.stringify(shown), /••••••••/);
});
