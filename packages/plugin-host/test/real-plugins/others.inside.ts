// Strategies, datasources and triggers. Runs where there is no network: see real-plugins.process.ts.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { all, callContext, createRealHost, isCode } from '../support/real-host.ts';
import { sdkVersions } from '../support/sdk-site.ts';

const real = createRealHost();
after(() => real[Symbol.asyncDispose]());

for (const sdk of sdkVersions.slice(1, 3))
  test(`an agent strategy of dify-plugin ${sdk} uses models and tools`, async () => {
    const { strategies } = await real.open('strategies', sdk);
    const model = {
      type: 'model-selector',
      provider: 'acme/models/stand-in',
      model: 'm',
      model_type: 'llm',
      mode: 'chat',
      completion_params: {},
      history_prompt_messages: [],
      entity: null,
    };
    const look = {
      identity: {
        author: 'acme',
        name: 'look',
        label: { en_US: 'Look' },
        provider: 'acme/eyes/eyes',
      },
      parameters: [
        {
          name: 'q',
          label: { en_US: 'Q' },
          human_description: { en_US: 'Q' },
          type: 'string',
          form: 'llm',
          llm_description: 'q',
          required: true,
        },
      ],
      description: { human: { en_US: 'Looks' }, llm: 'looks' },
      output_schema: null,
      has_runtime_parameters: false,
      runtime_parameters: { depth: 2 },
      provider_type: 'builtin',
    };
    const messages = await all(
      strategies.invoke(
        { provider: 'agents', strategy: 'once' },
        { model, tools: [look], instruction: 'be kind', query: 'hi', maximum_iterations: 2 },
        callContext(),
      ),
    );
    const text = messages.map((message) => (message.type === 'text' ? message.text : '')).join('');
    assert.equal(text, 'good day[look: used look]');
    const logs = messages.filter((message) => message.type === 'log');
    assert.deepEqual(
      logs.map(({ status }) => status),
      ['start', 'success'],
    );
    assert.equal(logs[0]?.id, logs[1]?.id);
    assert.ok(messages.some(({ type }) => type === 'json'));
  });

describe('datasources', () => {
  const opened = () => real.open('datasources', sdkVersions.at(-1) ?? '');
  const from = (name: string) => ({
    provider: name,
    datasource: name,
    credentials: { type: 'api-key', values: { token: 'letmein' } } as const,
  });

  test('sites, pages and drives are read', async () => {
    const { datasources } = await opened();
    const crawl = await all(
      datasources.crawl(from('site'), { url: 'http://a.test' }, callContext()),
    );
    assert.deepEqual(
      crawl.map(({ status, completed, web_info_list: list }) => [status, completed, list?.length]),
      [
        ['processing', 0, 0],
        ['completed', 1, 1],
      ],
    );
    const [workspace] = await datasources.pages(from('pages'), { url: 'x' }, callContext());
    assert.equal(workspace?.pages[0]?.page_id, 'p1');
    const page = { workspaceId: 'w1', pageId: 'p1', type: 'page' };
    const content = await all(datasources.pageContent(from('pages'), page, callContext()));
    assert.deepEqual(content[0], {
      type: 'variable',
      name: 'content',
      value: 'content of p1',
      piece: false,
    });
    const [bucket] = await datasources.browse(
      from('drive'),
      { bucket: 'b', prefix: 'in/', filesMax: 20, next: null },
      callContext(),
    );
    assert.equal(bucket?.files[0]?.name, 'in/report.txt');
    assert.deepEqual(bucket?.next_page_parameters, { page: 2 });
    const [file] = await all(
      datasources.download(from('drive'), { bucket: 'b', id: 'f1' }, callContext()),
    );
    assert.equal(file?.type === 'file' && Buffer.from(file.bytes).toString(), 'nine byte');
  });

  test('their credentials are tried, and come by signing in', async () => {
    const { datasources, oauth } = await opened();
    await datasources.validate(from('pages'), callContext());
    const wrong = { type: 'api-key', values: { token: 'x' } } as const;
    await assert.rejects(
      datasources.validate({ provider: 'pages', credentials: wrong }, callContext()),
      isCode('plugin_credentials_refused', /not letmein/),
    );
    const target = { provider: 'pages', redirectUri: 'http://here', client: { client_id: 'me' } };
    assert.match(await oauth.authorizationUrl(target, callContext()), /client=me/);
    const callback = { method: 'GET', target: '/?code=7', headers: [], body: Buffer.alloc(0) };
    const { credentials } = await oauth.credentials(target, callback, callContext());
    assert.deepEqual(credentials, { access_token: 'of-7' });
  });
});

test('triggers subscribe, are called, make events, end', async () => {
  const plugin = await real.open('triggers', sdkVersions.at(-1) ?? '');
  const { triggers, tools } = plugin;
  const credentials = { type: 'api-key', values: { token: 'letmein' } } as const;
  const target = { provider: 'bell', credentials };

  await triggers.validate(target, callContext());
  const rooms = await tools.options(
    { provider: 'bell', action: 'provider', parameter: 'room', credentials },
    callContext(),
  );
  assert.deepEqual(
    rooms.map(({ value }) => value),
    ['hall'],
  );
  const held = await triggers.subscribe(
    target,
    { endpoint: 'http://here/t/1', parameters: { room: 'hall' } },
    callContext(),
  );
  assert.deepEqual(held.properties, { id: 's1', secret: 'ding' });
  const request = {
    method: 'POST',
    target: '/t/1',
    headers: [
      ['host', 'here'],
      ['content-type', 'application/json'],
    ],
    body: Buffer.from(JSON.stringify({ secret: 'ding', who: 'Ada', loudness: 2 })),
  } as const;
  const rung = await triggers.dispatch(target, { held, request }, callContext());
  assert.deepEqual(rung.events, ['rung']);
  assert.equal(rung.answer.status, 202);
  assert.equal(Buffer.from(rung.answer.body).toString(), 'thanks');
  const event = (loudness: number) =>
    triggers.event(
      target,
      { event: 'rung', held, request, parameters: { loudness }, payload: rung.payload },
      callContext(),
    );
  assert.deepEqual(await event(1), { who: 'Ada', path: '/t/1' });
  assert.equal(await event(5), null);
  const wrong = { ...request, body: Buffer.from('{"secret": "x"}') };
  await assert.rejects(
    triggers.dispatch(target, { held, request: wrong }, callContext()),
    isCode('plugin_call_failed', /the secret is wrong/),
  );
  assert.equal((await triggers.refresh(target, held, callContext())).expires_at, 1_900_000_500);
  assert.deepEqual(await triggers.unsubscribe(target, held, callContext()), {
    success: true,
    message: 'removed s1',
  });
});
