import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendJson, startServer } from '../fake-server.ts';
import { ask, question, serverAt, testGateway } from '../test-gateway.ts';

test('a server that refuses either name of a limit is asked each way once, and its words are told', async (t) => {
  const { url, requests } = await startServer(t, ({ body }, response) => {
    const [sent, other] =
      'max_tokens' in body
        ? ['max_tokens', 'max_completion_tokens']
        : ['max_completion_tokens', 'max_tokens'];
    sendJson(
      response,
      { error: `Unsupported parameter: '${sent}' is not supported. Use '${other}' instead.` },
      400,
    );
  });

  await assert.rejects(
    ask(
      testGateway({ providers: [serverAt(url)] }),
      question('Hi', { parameters: { max_tokens: 5 } }),
    ),
    {
      code: 'model_request_refused',
      message: /is not supported/,
    },
  );
  assert.ok(requests.length <= 4, `${requests.length} requests`);
});

test('refused parameters are left out one by one', async (t) => {
  const { url, requests } = await startServer(t, ({ body }, response) => {
    const refused = ['seed', 'top_k', 'min_p'].find((name) => name in body);
    if (refused)
      sendJson(
        response,
        { error: { message: `Unrecognized request argument supplied: ${refused}` } },
        400,
      );
    else sendJson(response, { choices: [{ message: { content: 'Yes' } }] });
  });

  await ask(
    testGateway({ providers: [serverAt(url)] }),
    question('Hi', { parameters: { seed: 1, top_k: 2, min_p: 0.1, temperature: 1 } }),
  );

  assert.equal(requests.length, 4);
  assert.equal(requests.at(-1)?.body['temperature'], 1);
});

test('a value that is too large is the person’s matter: nothing is changed', async (t) => {
  const { url, requests } = await startServer(t, (_, response) =>
    sendJson(response, { error: 'max_tokens is too large: 100000' }, 400),
  );

  await assert.rejects(
    ask(
      testGateway({ providers: [serverAt(url)] }),
      question('Hi', { parameters: { max_tokens: 100_000 } }),
    ),
    {
      code: 'model_request_refused',
    },
  );
  assert.equal(requests.length, 1);
});
