import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { classicApp, echoWorkflow } from '../support/service-apps.ts';
import {
  openServiceBench,
  type ServiceBench,
  type ServiceClient,
} from '../support/service-client.ts';

describe('admission to the Service API', () => {
  let service: ServiceBench;
  let workflow: ServiceClient;
  let chat: ServiceClient;
  let completion: ServiceClient;
  before(async () => {
    service = await openServiceBench();
    workflow = await service.app(echoWorkflow());
    chat = await service.app(classicApp('chat'));
    completion = await service.app(classicApp('completion'));
  });
  after(() => service.close());

  const run = { inputs: { text: 'hi' }, user: 'u' };
  const say = { inputs: {}, query: 'hi', user: 'u' };
  const id = '00000000-0000-4000-8000-000000000000';

  const refusals: readonly (readonly [
    guarantee: string,
    ask: () => Promise<Response>,
    status: number,
    code: string,
  ])[] = [
    [
      'a request without a key is not authorised',
      () => workflow.send('GET', '/info', { headers: { authorization: '' } }),
      401,
      'unauthorized',
    ],
    [
      'a key without a scheme is not authorised',
      () => workflow.send('GET', '/info', { headers: { authorization: workflow.key } }),
      401,
      'unauthorized',
    ],
    [
      'another scheme than bearer is not authorised',
      () => workflow.send('GET', '/info', { headers: { authorization: `Basic ${workflow.key}` } }),
      401,
      'unauthorized',
    ],
    [
      'an unknown key is not authorised',
      () =>
        workflow.send('GET', '/info', {
          headers: { authorization: 'Bearer app-000000000000000000000000' },
        }),
      401,
      'unauthorized',
    ],
    [
      'the key is checked before the body is read',
      () => workflow.send('POST', '/workflows/run', { headers: { authorization: '' } }),
      401,
      'unauthorized',
    ],
    [
      'an empty body is a bad request',
      () => workflow.send('POST', '/workflows/run'),
      400,
      'bad_request',
    ],
    [
      'a body that is a list is a bad request',
      () => workflow.send('POST', '/workflows/run', { body: [] }),
      400,
      'bad_request',
    ],
    [
      'a body of another type is not supported',
      () =>
        workflow.send('POST', '/workflows/run', {
          body: run,
          headers: { 'content-type': 'text/plain' },
        }),
      415,
      'unsupported_media_type',
    ],
    [
      'a missing user is told before a wrong kind of app',
      () => workflow.send('POST', '/chat-messages', { body: { ...say, user: '' } }),
      400,
      'invalid_param',
    ],
    [
      'a workflow cannot chat',
      () => workflow.send('POST', '/chat-messages', { body: say }),
      400,
      'not_chat_app',
    ],
    [
      'a chat cannot run as a workflow',
      () => chat.send('POST', '/workflows/run', { body: run }),
      400,
      'not_workflow_app',
    ],
    [
      'a chat cannot complete',
      () => chat.send('POST', '/completion-messages', { body: say }),
      400,
      'app_unavailable',
    ],
    [
      'a text generator has no conversations',
      () => completion.send('GET', '/conversations?user=u'),
      400,
      'not_chat_app',
    ],
    [
      'an unknown response mode is refused',
      () =>
        workflow.send('POST', '/workflows/run', { body: { ...run, response_mode: 'Streaming' } }),
      400,
      'invalid_param',
    ],
    [
      'inputs must be there',
      () => workflow.send('POST', '/workflows/run', { body: { user: 'u' } }),
      400,
      'invalid_param',
    ],
    [
      'a required input must be there',
      () => workflow.send('POST', '/workflows/run', { body: { ...run, inputs: {} } }),
      400,
      'invalid_param',
    ],
    [
      'an input that is too long is refused',
      () =>
        workflow.send('POST', '/workflows/run', {
          body: { ...run, inputs: { text: 'x'.repeat(21) } },
        }),
      400,
      'invalid_param',
    ],
    [
      'files must be a list',
      () => workflow.send('POST', '/workflows/run', { body: { ...run, files: 'x' } }),
      400,
      'invalid_param',
    ],
    [
      'a query must be there',
      () => chat.send('POST', '/chat-messages', { body: { inputs: {}, user: 'u' } }),
      400,
      'invalid_param',
    ],
    [
      'a conversation id that is no UUID is refused',
      () => chat.send('POST', '/chat-messages', { body: { ...say, conversation_id: 'abc' } }),
      400,
      'invalid_param',
    ],
    [
      'an unknown conversation is not found',
      () => chat.send('POST', '/chat-messages', { body: { ...say, conversation_id: id } }),
      404,
      'not_found',
    ],
    [
      'a version id that is no UUID is a bad request',
      () => workflow.send('POST', '/workflows/draft/run', { body: run }),
      400,
      'bad_request',
    ],
    [
      'an unknown version is not found',
      () => workflow.send('POST', `/workflows/${id}/run`, { body: run }),
      404,
      'not_found',
    ],
    [
      'a malformed id in a path is not found',
      () => chat.send('GET', '/messages/abc/suggested?user=u'),
      404,
      'not_found',
    ],
    ['an unknown path is not found', () => chat.send('GET', '/nothing'), 404, 'not_found'],
    ['a wrong method is told', () => chat.send('GET', '/chat-messages'), 405, 'method_not_allowed'],
    [
      'a stop needs a user',
      () => chat.send('POST', `/chat-messages/${id}/stop`, { body: {} }),
      400,
      'invalid_param',
    ],
    [
      'a limit above a hundred is refused',
      () => chat.send('GET', '/conversations?user=u&limit=101'),
      400,
      'invalid_param',
    ],
    [
      'an unknown end user is not found',
      () => chat.send('GET', `/end-users/${id}`),
      404,
      'end_user_not_found',
    ],
    [
      'an unknown file is not found',
      () => chat.send('GET', `/files/${id}/preview`),
      404,
      'file_not_found',
    ],
    [
      'a form of nobody is not found',
      () => workflow.send('GET', '/form/human_input/abc'),
      404,
      'not_found',
    ],
    [
      'speech is refused while the feature is off',
      () => chat.send('POST', '/text-to-audio', { body: { text: 'hi', user: 'u' } }),
      400,
      'invalid_param',
    ],
    [
      'an unknown annotation job is refused',
      () => chat.send('GET', `/apps/annotation-reply/enable/status/${id}`),
      400,
      'invalid_param',
    ],
  ];
  for (const [guarantee, ask, status, code] of refusals)
    it(guarantee, async () => {
      const answer = await ask();

      const error = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual([answer.status, error['code'], error['status']], [status, code, status]);
      assert.equal(typeof error['message'], 'string');
      assert.match(answer.headers.get('content-type') ?? '', /application\/json/);
      if (status === 401)
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="api"');
    });

  it('an app whose API is switched off is forbidden at once, and allowed again', async () => {
    await chat.call('GET', '/info');
    await service.bench.console('PATCH', `/apps/${chat.appId}`, { enabledApi: false });

    const refused = await chat.call('GET', '/info');
    await service.bench.console('PATCH', `/apps/${chat.appId}`, { enabledApi: true });
    const allowed = await chat.call('GET', '/info');

    assert.deepEqual([refused.status, refused.json.code], [403, 'forbidden']);
    assert.equal(allowed.status, 200);
  });

  it('a deleted key is no key at once', async () => {
    const app = await service.app(echoWorkflow());
    await app.call('GET', '/info');
    const { data } = (await service.bench.console('GET', `/apps/${app.appId}/keys`)) as {
      readonly data: readonly { readonly id: string }[];
    };
    await service.bench.console('DELETE', `/apps/${app.appId}/keys/${data[0]?.id}`);

    assert.equal((await app.call('GET', '/info')).status, 401);
  });

  it('the key of a deleted app is forbidden', async () => {
    const app = await service.app(echoWorkflow());
    await service.bench.console('DELETE', `/apps/${app.appId}`);

    const { status, json } = await app.call('GET', '/info');

    assert.deepEqual([status, json.code], [403, 'forbidden']);
  });

  it('an app that was never published is unavailable', async () => {
    const { id: appId } = (await service.bench.console('POST', '/apps', {
      name: 'New',
      mode: 'chat',
    })) as { readonly id: string };
    const { key } = (await service.bench.console('POST', `/apps/${appId}/keys`, {})) as {
      readonly key: string;
    };

    const answer = await chat.send('GET', '/parameters', {
      headers: { authorization: `bearer   ${key}` },
    });

    const { code } = (await answer.json()) as { readonly code: string };
    assert.deepEqual([answer.status, code], [400, 'app_unavailable']);
  });

  it('a newly published version runs at once', async () => {
    const app = await service.app(echoWorkflow());
    const first = await app.call('POST', '/workflows/run', run);
    await service.bench.console('POST', `/apps/${app.appId}/versions`, {});

    const second = await app.call('POST', '/workflows/run', run);

    assert.notEqual(first.json.data.workflow_id, second.json.data.workflow_id);
  });

  it('browsers of every origin are welcome, also without a key', async () => {
    const preflight = await chat.send('OPTIONS', '/chat-messages', {
      headers: { authorization: '', origin: 'https://somewhere.example' },
    });
    const answer = await chat.send('GET', '/info');

    assert.equal(preflight.status, 204);
    assert.equal(
      preflight.headers.get('access-control-allow-methods'),
      'GET, PUT, POST, DELETE, OPTIONS, PATCH',
    );
    assert.match(
      preflight.headers.get('access-control-allow-headers') ?? '',
      /^Content-Type, Authorization, X-App-Code/,
    );
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  });

  it('the base path answers without a key', async () => {
    const answer = await chat.send('GET', '/', { headers: { authorization: '' } });

    const welcome = (await answer.json()) as Record<string, unknown>;
    assert.deepEqual(Object.keys(welcome), ['welcome', 'api_version', 'server_version']);
    assert.equal(answer.headers.get('x-version'), welcome['server_version']);
    assert.notEqual(answer.headers.get('x-env'), null);
  });

  it('what clients send without need is not minded', async () => {
    const answers = await Promise.all([
      chat.send('GET', '/parameters?user=u', { headers: { 'content-type': 'application/json' } }),
      chat.send('GET', '/conversations?user=u&first_id=x&pinned=true'),
      chat.send('POST', '/chat-messages', {
        body: { ...say, files: null, conversation_id: '  ', retriever_from: 'dev', extra: 1 },
      }),
      workflow.send('POST', '/workflows/run', {
        body: { ...run, user: 42, inputs: { text: 'a', b: 1 } },
      }),
    ]);

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    );
  });
});
