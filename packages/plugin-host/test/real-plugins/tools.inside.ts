// Tools, endpoints and every call of the host. Runs where there is no network: see real-plugins.process.ts.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { ToolMessage } from '@outpost/contracts';
import type { PluginHandle } from '../../src/plugin-host.ts';
import { all, callContext, createRealHost, isCode } from '../support/real-host.ts';
import { sdkVersions } from '../support/sdk-site.ts';

const real = createRealHost();
const uploads: string[] = [];
const server = createServer((request, answer) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method === 'GET') return void answer.end('file content');
    uploads.push(Buffer.concat(chunks).toString('latin1'));
    answer.writeHead(201, { 'content-type': 'application/json' });
    answer.end(
      JSON.stringify({
        id: 'f1',
        name: 'a.txt',
        size: 7,
        extension: 'txt',
        mime_type: 'text/plain',
        type: 'document',
        preview_url: null,
      }),
    );
  });
});
let base = '';
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  real.standIn.uploadUrl = `${base}/upload`;
});
after(async () => {
  server.close();
  await real[Symbol.asyncDispose]();
});

const key = { type: 'api-key', values: { api_key: 'letmein' } } as const;
const tool = (name: string) => ({ provider: 'everything', tool: name, credentials: key });

async function backwards(plugin: PluginHandle, call: string): Promise<unknown> {
  const messages = await all(plugin.tools.invoke(tool('backwards'), { call }, callContext()));
  const json = messages.find((message) => message.type === 'json');
  return (json?.value as { answer: unknown } | undefined)?.answer;
}

const since = (sdk: string, version: string): boolean =>
  sdkVersions.indexOf(sdk) >= sdkVersions.indexOf(version);

for (const sdk of sdkVersions)
  describe(`tools and endpoints of dify-plugin ${sdk}`, () => {
    const opened = () => real.open('tools', sdk);

    test('a tool answers with every kind of message', async () => {
      const plugin = await opened();
      const upload = {
        dify_model_identity: '__dify__file__',
        url: `${base}/file`,
        mime_type: 'text/plain',
        filename: 'up.txt',
        extension: '.txt',
        size: 12,
        type: 'document',
      };
      const given = { text: 'hi', count: 2, upload };
      assert.deepEqual(await all(plugin.tools.invoke(tool('messages'), given, callContext())), [
        { type: 'text', text: 'hi0 ' },
        { type: 'text', text: 'hi1 ' },
        { type: 'json', value: { text: 'hi', key: 'letmein' } },
        { type: 'link', url: 'http://localhost/link' },
        { type: 'image', url: 'http://localhost/image.png' },
        { type: 'variable', name: 'shouted', value: 'HI', piece: false },
        { type: 'variable', name: 'story', value: 'once ', piece: true },
        { type: 'variable', name: 'story', value: 'upon ', piece: true },
        { type: 'variable', name: 'story', value: 'a time', piece: true },
        {
          type: 'file',
          bytes: Buffer.from('\x00\x01'.repeat(10_000), 'latin1'),
          mediaType: 'application/octet-stream',
          filename: 'blob.bin',
        },
        { type: 'json', value: { filename: 'up.txt', bytes: 12 } },
      ] satisfies readonly ToolMessage[]);
    });

    test('credentials are accepted, or refused with the plugin’s words', async () => {
      const { tools } = await opened();

      await tools.validate(tool(''), callContext());

      const wrong = { type: 'api-key', values: { api_key: 'no' } } as const;
      await assert.rejects(
        tools.validate({ provider: 'everything', credentials: wrong }, callContext()),
        isCode('plugin_credentials_refused', /the key is not letmein/),
      );
    });

    test('an endpoint answers an HTTP request', async () => {
      const { endpoints } = await opened();
      const request = {
        method: 'POST',
        target: '/hello/ada?x=1',
        headers: [
          ['host', 'localhost'],
          ['content-type', 'text/plain; charset=utf-8'],
          ['x-forwarded-for', '10.0.0.1'],
        ],
        body: Buffer.from('how are you, 你好'),
      } as const;
      const settings = { greeting: 'Hello' };

      const answer = await endpoints.invoke(
        { request, settings },
        callContext({ endpointId: 'e1' }),
      );

      assert.equal(answer.status, 201);
      const headers = new Headers(answer.headers.map(([name, value]) => [name, value]));
      assert.equal(headers.get('x-kind'), 'greeting');
      const body = Buffer.concat(await all(answer.body)).toString();
      assert.equal(body, 'Hello ada: how are you, 你好');
      const lost = await endpoints.invoke(
        { request: { ...request, target: '/nowhere' }, settings },
        callContext(),
      );
      assert.equal(lost.status, 404);
    });

    test('what it asks of the host is answered', async () => {
      const plugin = await opened();
      const { asked } = real.standIn;
      asked.length = 0;
      const told = async (call: string) => JSON.stringify(await backwards(plugin, call));

      assert.match(await told('llm'), /"good ".*"day".*"total_tokens":5.*"stop"/);
      assert.match(await told('llm_whole'), /"content":"good day"/);
      assert.match(await told('embedding'), /\[\[0,0\.5\],\[1,0\.5\]\]/);
      assert.match(await told('rerank'), /"index":0.*"index":1/);
      assert.equal(await told('speech'), '"736f756e64"');
      assert.equal(await told('transcription'), '"heard sound"');
      assert.equal(await told('moderation'), 'true');
      assert.match(await told('tool'), /used now.*"zone":"UTC".*Ynl0ZXM=/);
      assert.match(await told('app_chat'), /"he".*"llo".*message_end/);
      assert.match(await told('app_workflow'), /"of":"app-2"/);
      assert.match(await told('app_completion'), /"of":"app-3"/);
      assert.match(await told('extractor'), /"city":"Paris"/);
      assert.match(await told('classifier'), /"class_name":"good"/);
      assert.match(
        await told('storage'),
        /\["0076616c7565",true,"The plugin .* has stored nothing/,
      );
      assert.match(await told('storage_too_much'), /may keep 1048576 bytes/);
      assert.equal(await told('summary'), '"short"');
      assert.match(await told('upload'), /"id":"f1"/);
      assert.match(uploads.at(-1) ?? '', /name="file".*content/s);
      if (since(sdk, '0.4.4')) {
        assert.match(await told('structured'), /"structured_output":\{"a":1\}/);
        assert.match(await told('llm_whole'), /"arguments":"\{\\"q\\":\\"x\\"\}"/);
        assert.match(await told('app_facts'), /"name":"An app"/);
        assert.match(await told('failing'), /The app missing does not exist/);
      }

      const [llm] = asked as unknown as readonly [
        { readonly request: Readonly<Record<string, unknown>> },
      ];
      assert.deepEqual(llm.request, {
        messages: [
          { role: 'system', text: 'be brief' },
          { role: 'user', content: [{ type: 'text', text: 'hello' }] },
        ],
        parameters: { temperature: 0.5 },
        stop: ['STOP'],
      });
      const app = asked.find(({ what }) => what === 'app');
      assert.deepEqual(app?.request, {
        appId: 'app-1',
        inputs: { a: 1 },
        query: 'hi',
        conversationId: 'c-1',
        streaming: true,
      });
    });

    test('large requests and answers of one line arrive whole', async () => {
      const { tools } = await opened();
      const text = `${'漢字 '.repeat(300_000)}end`;

      const [echoed] = await all(tools.invoke(tool('messages'), { text, count: 1 }, callContext()));
      assert.equal(echoed?.type === 'text' && echoed.text, `${text}0 `);
      const [long] = await all(tools.invoke(tool('behave'), { how: 'long' }, callContext()));
      assert.equal(long?.type === 'text' && long.text.length, 5_500_000);
    });
  });

describe('tools of the newest SDK', () => {
  const newest = sdkVersions.at(-1) ?? '';
  const opened = () => real.open('tools', newest);
  const context = () => callContext();
  const behave = (plugin: PluginHandle, how: string) =>
    all(plugin.tools.invoke(tool('behave'), { how }, callContext()));

  test('an exception is an error with the plugin’s words', async () => {
    const plugin = await opened();
    await assert.rejects(behave(plugin, 'fail'), isCode('plugin_call_failed', /as you wished/));
  });

  test('a plugin that dies fails its calls and works again', async () => {
    const plugin = await opened();
    await assert.rejects(behave(plugin, 'die'), isCode('plugin_died'));
    assert.deepEqual(await behave(plugin, 'print'), [{ type: 'text', text: 'done' }]);
    const logged = () => real.host.logs('outpost-test/everything', 100).map(({ text }) => text);
    // The error stream is another pipe: it may be heard a moment later.
    for (let tries = 0; tries < 200 && !logged().includes('to the error stream'); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(logged().includes('some noise') && logged().includes('to the error stream'));
  });

  test('its environment has nothing of ours', async () => {
    process.env['DATABASE_URL'] = 'postgres://secret';
    const plugin = await opened();
    const [json] = await behave(plugin, 'environment');
    const environment = (json?.type === 'json' ? json.value : {}) as Record<string, string>;
    delete process.env['DATABASE_URL'];
    assert.equal(environment['DATABASE_URL'], undefined);
    assert.deepEqual(
      Object.keys(environment)
        .filter((name) => !/^(LANG|LC_.*|TZ)$/.test(name))
        .toSorted(),
      [
        'HOME',
        'INSTALL_METHOD',
        'PATH',
        'PYTHONNOUSERSITE',
        'PYTHONPYCACHEPREFIX',
        'PYTHONUNBUFFERED',
        'PYTHONUTF8',
        'TMPDIR',
        'VIRTUAL_ENV',
      ],
    );
  });

  test('choices of a parameter; parameters that are known late are none so far', async () => {
    const { tools } = await opened();
    assert.deepEqual(await tools.runtimeParameters(tool('behave'), context()), []);
    const asked = { provider: 'everything', action: 'behave', parameter: 'city', credentials: key };
    assert.deepEqual(await tools.options(asked, context()), [
      { value: 'city', label: { en: 'City', zh: 'City' }, icon: null },
    ]);
  });

  test('signing in elsewhere, and anew', async () => {
    const { oauth } = await opened();
    const target = {
      provider: 'everything',
      redirectUri: 'http://here/callback',
      client: { client_id: 'me' },
    };
    const url = await oauth.authorizationUrl(target, context());
    assert.equal(url, 'https://idp.test/authorize?client=me&redirect_uri=http://here/callback');
    const callback = {
      method: 'GET',
      target: '/callback?code=42',
      headers: [['host', 'here']],
      body: Buffer.alloc(0),
    } as const;
    const { credentials, expiresAt } = await oauth.credentials(target, callback, context());
    assert.deepEqual([credentials, expiresAt], [{ access_token: 'of-42' }, null]);
    const fresh = await oauth.refresh(target, credentials, context());
    assert.deepEqual(fresh.credentials, { access_token: 'fresh' });
    assert.equal(fresh.expiresAt, 1_900_000_000);
  });
});
