/** From an empty directory to the first answers, by every door, with the real starter model. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, runOutpost } from './support/run-program.ts';
import { startTestServer, type TestServer } from './support/server.ts';
import { packsDirectory, starterMissing } from './support/starter-packs.ts';

const text =
  'The harbour is quiet tonight. The boats came home early because of the storm, and the lamps are lit along the quay.';

const start = (): Promise<TestServer> =>
  startTestServer({ environment: { OUTPOST_PACKS_DIRECTORY: packsDirectory } });

const example = (name: string): Promise<string> => readFile(join(root, 'examples', name), 'utf8');

test('the printed link leads to an account, which signs out and in again', async () => {
  await using server = await start();
  const { url, setUpUrl } = server;
  assert.ok(setUpUrl !== null);
  const [page = '', token = ''] = setUpUrl.split('#');
  const browser = createBrowser(url);

  assert.match(await browser.text(page), /<div id="root">/);
  const made = await browser.post('/console/api/setup', {
    token,
    name: 'ada',
    password: 'correct horse',
    language: 'en',
  });
  assert.equal(made.status, 200);
  const session = (await browser.json('/console/api/session')) as { csrfToken: string };
  assert.match(await browser.text(`${url}/`), /<title>Outpost</);
  assert.deepEqual((await browser.json('/console/api/apps')) as unknown, {
    data: [],
    total: 0,
    page: 1,
    limit: 20,
  });

  const again = await browser.post('/console/api/setup', {
    token,
    name: 'eve',
    password: 'correct horse',
    language: 'en',
  });
  assert.equal(again.status, 403, 'the link works once');
  await browser.send('DELETE', '/console/api/session', undefined, session.csrfToken);
  assert.equal((await browser.send('GET', '/console/api/session')).status, 401);
  const back = await browser.post('/console/api/session', {
    name: 'ada',
    password: 'correct horse',
  });
  assert.equal(back.status, 200);
});

test('pages load nothing from anywhere else', async () => {
  await using server = await start();

  for (const path of ['/setup', '/apps', '/api-reference', '/api-reference.css']) {
    const answer = await fetch(`${server.url}${path}`);
    const content = await answer.text();
    assert.equal(answer.status, 200, path);
    assert.doesNotMatch(content, /(?:src|href|url\()\s*=?\s*["']?(?:https?:)?\/\//, path);
  }
});

test(
  'the examples answer by the console, the Service API, the command line and the OpenAI API',
  {
    skip: starterMissing,
  },
  async () => {
    if (starterMissing !== false) return;
    await using server = await start();
    const summary = await server.importApp(await example('summary.yml'));
    const assistant = await server.importApp(await example('assistant.yml'));
    const service = (path: string, key: string, body: unknown): Promise<Response> =>
      fetch(`${server.url}/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

    const events = await consoleRun(server, summary.appId, {
      target: 'published',
      inputs: { text },
    });
    const end = events.at(-1) as { type: string; status: string; outputs: { summary: string } };
    assert.deepEqual([end.type, end.status], ['run-end', 'succeeded']);
    assert.match(end.outputs.summary, /harbour|boats|storm/i);

    const run = await service('/workflows/run', summary.key, {
      inputs: { text },
      response_mode: 'blocking',
      user: 'me',
    });
    const { data } = (await run.json()) as {
      data: { status: string; outputs: { summary: string } };
    };
    assert.equal(data.status, 'succeeded');
    assert.equal(
      data.outputs.summary,
      end.outputs.summary,
      'at temperature 0 the answer is the same',
    );

    const flags = ['--directory', server.directory];
    const printed = await runOutpost(['run', 'Summary', '--input', `text=${text}`, ...flags]);
    assert.deepEqual(printed, { code: 0, out: `${end.outputs.summary}\n`, err: '' });

    const chat = await service('/chat/completions', assistant.key, {
      model: 'Assistant',
      messages: [{ role: 'user', content: 'Explain in one sentence what photosynthesis is.' }],
    });
    const completion = (await chat.json()) as {
      choices: readonly { message: { content: string }; finish_reason: string }[];
      usage: { completion_tokens: number };
    };
    assert.match(completion.choices[0]?.message.content ?? '', /photosynthesis/i);
    assert.ok(completion.usage.completion_tokens > 5);
  },
);

test('the example without a model runs Python and a template', async () => {
  await using server = await start();
  const { key, url } = await server.importApp(await example('reading-time.yml'));

  const answer = await fetch(`${url}/workflows/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      inputs: { text: `${'word '.repeat(480)}港口今晚很安静` },
      response_mode: 'blocking',
      user: 'me',
    }),
  });

  const { data } = (await answer.json()) as { data: { outputs: unknown; error: unknown } };
  assert.deepEqual(
    [data.outputs, data.error],
    [{ answer: '487 words 字词, 2.0 min 分钟', seconds: 121 }, null],
  );
});

test('a chat remembers its earlier turns', { skip: starterMissing }, async () => {
  await using server = await start();
  const { key, url } = await server.importApp(await example('assistant.yml'));
  const ask = async (query: string, conversationId?: string) => {
    const answer = await fetch(`${url}/chat-messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query,
        inputs: {},
        response_mode: 'blocking',
        user: 'me',
        ...(conversationId === undefined ? {} : { conversation_id: conversationId }),
      }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as {
      conversation_id: string;
      metadata: { usage: { prompt_tokens: number } };
    };
  };

  const first = await ask('Hello');
  const second = await ask('Hello', first.conversation_id);

  assert.equal(second.conversation_id, first.conversation_id);
  assert.ok(
    second.metadata.usage.prompt_tokens > first.metadata.usage.prompt_tokens,
    'the same words are a longer prompt with the first turn before them',
  );
});

/** Keeps the cookie and asks as the page's script does. */
function createBrowser(url: string) {
  let cookie = '';
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    csrf?: string,
  ): Promise<Response> => {
    const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      headers: {
        cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(csrf === undefined ? {} : { 'x-outpost-csrf': csrf }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0] ?? '';
    return answer;
  };
  return {
    send,
    post: (path: string, body: unknown) => send('POST', path, body),
    text: async (path: string) => (await send('GET', path)).text(),
    json: async (path: string) => (await send('GET', path)).json() as Promise<unknown>,
  };
}

async function consoleRun(
  { url, directory }: TestServer,
  appId: string,
  body: unknown,
): Promise<readonly unknown[]> {
  const token = (await readFile(join(directory, 'keys', 'local.token'))).toString('base64url');
  const answer = await fetch(`${url}/console/api/apps/${appId}/run`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'x-outpost-csrf': 'local',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const said = await answer.text();
  return [...said.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as unknown);
}
