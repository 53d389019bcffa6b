import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { chatflow, classicApp, modelWorkflow } from '../support/service-apps.ts';
import {
  framesOf,
  openServiceBench,
  type ServiceBench,
  type ServiceClient,
  type Wire,
} from '../support/service-client.ts';

const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

describe('the OpenAI API of an app', () => {
  let service: ServiceBench;
  let chat: ServiceClient;
  let answer: ServiceBench['model']['answer'];
  before(async () => {
    service = await openServiceBench();
    answer = service.model.answer;
    chat = await service.app(chatflow());
  });
  afterEach(() => {
    service.model.answer = answer;
  });
  after(() => service.close());

  const complete = (app: ServiceClient, body: object) =>
    app.call('POST', '/chat/completions', { model: 'any', messages: [user('hi')], ...body });

  it('an answer is one completion with usage', async () => {
    const { status, json } = await complete(chat, {});

    assert.equal(status, 200);
    const { id, created, ...rest } = json;
    assert.match(id, /^chatcmpl-/);
    assert.equal(Number.isInteger(created), true);
    assert.deepEqual(rest, {
      object: 'chat.completion',
      model: 'any',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Well: You said: hi', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 },
    });
  });

  it('a stream has chunks, the usage that was asked for, and the sentinel', async () => {
    const response = await chat.send('POST', '/chat/completions', {
      body: {
        model: 'any',
        messages: [user('hi')],
        stream: true,
        stream_options: { include_usage: true },
      },
    });
    const text = await response.text();
    const chunks = framesOf(text.replace('data: [DONE]\n\n', ''));

    assert.match(text, /data: \[DONE\]\n\n$/);
    assert.deepEqual(chunks[0].choices[0].delta, { role: 'assistant', content: '' });
    const pieces = chunks.map(({ choices: [choice] }) => choice?.delta.content ?? '');
    assert.equal(pieces.join(''), 'Well: You said: hi');
    assert.equal(chunks.at(-2).choices[0].finish_reason, 'stop');
    assert.deepEqual([chunks.at(-1).choices, chunks.at(-1).usage.total_tokens], [[], 16]);
    assert.equal(chunks.at(-2).usage, null);
  });

  it('earlier messages are the history of the run, and nothing is kept of them', async () => {
    await complete(chat, {
      user: 'nina',
      messages: [
        { role: 'system', content: 'Be brief.' },
        user('one'),
        assistant('first'),
        user('two'),
        assistant('second'),
        user('three'),
      ],
    });
    const told = service.model.questions.at(-1)?.messages.map(({ content }) => content);
    const { json } = await chat.call('GET', '/conversations?user=nina');

    assert.deepEqual(told?.slice(1, 5), ['one', 'first', 'two', 'second']);
    assert.deepEqual(json.data, []);
  });

  it('a workflow takes the question as its first text', async () => {
    const app = await service.app(modelWorkflow());

    const { json } = await complete(app, {});

    assert.equal(json.choices[0].message.content, 'You said: hi');
  });

  it('a text generator and an agent answer too', async () => {
    const generator = await service.app(classicApp('completion'));
    const agent = await service.app(classicApp('agent-chat'));

    const answers = await Promise.all([complete(generator, {}), complete(agent, {})]);

    for (const { json } of answers) assert.equal(json.choices[0].message.content, 'You said: hi');
  });

  it('a picture in a message reaches the model', async () => {
    const app = await service.app(
      classicApp('chat', { file_upload: { image: { enabled: true } } }),
    );

    await complete(app, {
      messages: [
        user([
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
        ]),
      ],
    });

    const asked: Wire = service.model.questions.at(-1);
    const { content } = asked.messages.at(-1);
    const image = content.find(({ type }: Wire) => type === 'image_url');
    assert.match(image.image_url.url, /^data:image\/png;base64,iVBORw==$/);
  });

  it('errors have the shape of that API', async () => {
    const nobody = await chat.send('POST', '/chat/completions', {
      headers: { authorization: '' },
      body: {},
    });
    const empty = await complete(chat, { messages: [] });
    service.model.answer = () => ({ status: 400 });
    const failed = await complete(chat, {});
    const response = await chat.send('POST', '/chat/completions', {
      body: { messages: [user('hi')], stream: true },
    });
    const frames = framesOf(await response.text());

    assert.equal(nobody.status, 401);
    assert.equal(((await nobody.json()) as Wire).error.type, 'authentication_error');
    assert.deepEqual([empty.status, empty.json.error.type], [400, 'invalid_request_error']);
    assert.deepEqual([failed.status, typeof failed.json.error.message], [400, 'string']);
    assert.equal(typeof frames.at(-1).error.message, 'string');
  });

  it('the app is the only model', async () => {
    const { json } = await chat.call('GET', '/models');

    assert.deepEqual(
      json.data.map(({ id, object }: Wire) => [id, object]),
      [['A advanced-chat app', 'model']],
    );
  });
});
