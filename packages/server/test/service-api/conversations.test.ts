import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { chatflow, classicApp } from '../support/service-apps.ts';
import {
  openServiceBench,
  type ServiceBench,
  type ServiceClient,
  type Wire,
} from '../support/service-client.ts';

describe('conversations of the Service API', () => {
  let service: ServiceBench;
  let app: ServiceClient;
  let answer: ServiceBench['model']['answer'];
  before(async () => {
    service = await openServiceBench();
    answer = service.model.answer;
    app = await service.app(
      chatflow({
        suggested_questions_after_answer: { enabled: true },
        opening_statement: 'Hello!',
      }),
    );
  });
  afterEach(() => {
    service.model.answer = answer;
  });
  after(() => service.close());

  const say = async (query: string, user: string, conversation_id = ''): Promise<Wire> =>
    (await app.call('POST', '/chat-messages', { inputs: {}, query, user, conversation_id })).json;

  it('a second turn goes on in the conversation, and the model is told the first', async () => {
    const first = await say('one', 'ann');
    const second = await say('two', 'ann', first.conversation_id);

    assert.equal(second.conversation_id, first.conversation_id);
    const told = service.model.questions.at(-1)?.messages.map(({ content }) => content);
    assert.deepEqual(told?.slice(1, 3), ['one', 'Well: You said: one']);
  });

  it('a conversation of another user counts as missing everywhere', async () => {
    const { conversation_id: id, message_id: messageId } = await say('mine', 'bob');
    const asked = await Promise.all([
      app.call('POST', '/chat-messages', {
        inputs: {},
        query: 'x',
        user: 'eve',
        conversation_id: id,
      }),
      app.call('GET', `/messages?user=eve&conversation_id=${id}`),
      app.call('GET', `/messages/${messageId}/suggested?user=eve`),
      app.call('GET', `/conversations/${id}/variables?user=eve`),
      app.call('POST', `/conversations/${id}/name`, { name: 'x', user: 'eve' }),
      app.call('DELETE', `/conversations/${id}`, { user: 'eve' }),
      app.call('POST', `/messages/${messageId}/feedbacks`, { rating: 'like', user: 'eve' }),
    ]);

    assert.deepEqual(
      asked.map(({ status, json }) => [status, json.code]),
      asked.map(() => [404, 'not_found']),
    );
  });

  it('messages come in order of time, the newest page first', async () => {
    const { conversation_id: id } = await say('m1', 'cat');
    for (const query of ['m2', 'm3']) await say(query, 'cat', id);

    const newest = await app.call('GET', `/messages?user=cat&conversation_id=${id}&limit=2`);
    const [oldestHeld] = newest.json.data;
    const older = await app.call(
      'GET',
      `/messages?user=cat&conversation_id=${id}&limit=2&first_id=${oldestHeld.id}`,
    );

    const queries = (page: Wire) => page.json.data.map(({ query }: Wire) => query);
    assert.deepEqual([queries(newest), newest.json.has_more], [['m2', 'm3'], true]);
    assert.deepEqual([queries(older), older.json.has_more], [['m1'], false]);
  });

  it('a message has every key that clients know', async () => {
    const { conversation_id: id } = await say('keys', 'dan');

    const { json } = await app.call('GET', `/messages?user=dan&conversation_id=${id}`);

    assert.deepEqual(Object.keys(json), ['limit', 'has_more', 'data']);
    assert.deepEqual(Object.keys(json.data[0]).toSorted(), [
      'agent_thoughts',
      'answer',
      'answer_tokens',
      'conversation_id',
      'created_at',
      'currency',
      'error',
      'extra_contents',
      'feedback',
      'id',
      'inputs',
      'message_files',
      'message_tokens',
      'parent_message_id',
      'provider_response_latency',
      'query',
      'retriever_resources',
      'status',
      'total_price',
      'total_tokens',
    ]);
    assert.equal(json.data[0].answer, 'Well: You said: keys');
    assert.equal(json.data[0].total_tokens, 16);
  });

  it('conversations are listed, renamed and deleted', async () => {
    const { conversation_id: first } = await say('first question', 'fay');
    const { conversation_id: second } = await say('second question', 'fay');

    const renamed = await app.call('POST', `/conversations/${first}/name`, {
      name: 'My name',
      user: 'fay',
    });
    const listed = await app.call('GET', '/conversations?user=fay&sort_by=created_at');
    const paged = await app.call(
      'GET',
      `/conversations?user=fay&sort_by=created_at&last_id=${first}`,
    );
    const deleted = await app.call('DELETE', `/conversations/${second}`, { user: 'fay' });
    const left = await app.call('GET', '/conversations?user=fay');

    assert.deepEqual(Object.keys(renamed.json), [
      'id',
      'name',
      'inputs',
      'status',
      'introduction',
      'created_at',
      'updated_at',
    ]);
    assert.equal(renamed.json.introduction, 'Hello!');
    const ids = (page: Wire) => page.json.data.map(({ id, name }: Wire) => [id, name]);
    assert.deepEqual(ids(listed), [
      [first, 'My name'],
      [second, 'second question'],
    ]);
    assert.deepEqual(ids(paged), [[second, 'second question']]);
    assert.deepEqual([deleted.status, deleted.json], [204, null]);
    assert.deepEqual(ids(left), [[first, 'My name']]);
  });

  it('a name is written by the model, or is the question when the model fails', async () => {
    const { conversation_id: id } = await say('what is a fjord?', 'gil');
    service.model.answer = () => ['"Fjords explained."\n', 'more'];
    const generated = await app.call('POST', `/conversations/${id}/name`, {
      auto_generate: true,
      user: 'gil',
    });
    service.model.answer = () => ({ status: 400 });
    const fallback = await app.call('POST', `/conversations/${id}/name`, {
      auto_generate: true,
      user: 'gil',
    });
    const nothing = await app.call('POST', `/conversations/${id}/name`, { user: 'gil' });

    assert.equal(generated.json.name, 'Fjords explained');
    assert.equal(fallback.json.name, 'what is a fjord?');
    assert.deepEqual([nothing.status, nothing.json.code], [400, 'invalid_param']);
  });

  it('questions are suggested by the model, and none when it fails', async () => {
    const { message_id: one } = await say('what is a fjord?', 'hal');
    const { message_id: two } = await say('what is a bay?', 'hal');
    service.model.answer = () => ['Sure: ["How deep?", "Where?"]'];
    const written = await app.call('GET', `/messages/${one}/suggested?user=hal`);
    service.model.answer = () => ({ status: 400 });
    const kept = await app.call('GET', `/messages/${one}/suggested?user=hal`);
    const failed = await app.call('GET', `/messages/${two}/suggested?user=hal`);

    const expected = { result: 'success', data: ['How deep?', 'Where?'] };
    assert.deepEqual([written.json, kept.json], [expected, expected]);
    assert.deepEqual(failed.json, { result: 'success', data: [] });
  });

  it('an app without suggestions refuses to suggest', async () => {
    const plain = await service.app(classicApp('chat'));
    const said = await plain.call('POST', '/chat-messages', { inputs: {}, query: 'x', user: 'u' });

    const refused = await plain.call('GET', `/messages/${said.json.message_id}/suggested?user=u`);

    assert.equal(refused.status, 403);
    assert.equal(refused.json.code, 'app_suggested_questions_after_answer_disabled');
  });

  it('conversation variables are read as texts and written by type, by PUT and PATCH', async () => {
    const { conversation_id: id } = await say('x', 'ivy');
    const path = `/conversations/${id}/variables`;
    const listed = await app.call('GET', `${path}?user=ivy`);
    const [count, mood] = listed.json.data.toSorted((a: Wire, b: Wire) =>
      a.name < b.name ? -1 : 1,
    );

    const put = await app.call('PUT', `${path}/${count.id}`, { value: 8, user: 'ivy' });
    const patched = await app.call('PATCH', `${path}/${mood.id}`, { value: 'bad', user: 'ivy' });
    const wrong = await app.call('PUT', `${path}/${count.id}`, { value: 'x', user: 'ivy' });
    const named = await app.call('GET', `${path}?user=ivy&variable_name=count`);

    assert.deepEqual(Object.keys(mood), [
      'id',
      'name',
      'value_type',
      'value',
      'description',
      'created_at',
      'updated_at',
    ]);
    assert.deepEqual(
      [mood, count].map(({ name, value_type, value }: Wire) => [name, value_type, value]),
      [
        ['mood', 'string', 'good'],
        ['count', 'number', '3'],
      ],
    );
    assert.deepEqual([put.json.value, patched.json.value], ['8', 'bad']);
    assert.deepEqual([wrong.status, wrong.json.code], [400, 'bad_request']);
    assert.deepEqual(
      named.json.data.map(({ value }: Wire) => value),
      ['8'],
    );
  });

  it('feedback is given, changed, taken back without a rating, and listed', async () => {
    const { message_id: id, conversation_id } = await say('x', 'jon');
    const rate = (body: object) =>
      app.call('POST', `/messages/${id}/feedbacks`, { user: 'jon', ...body });
    const ratingNow = async () =>
      (await app.call('GET', `/messages?user=jon&conversation_id=${conversation_id}`)).json.data[0]
        .feedback;

    const given = await rate({ rating: 'dislike', content: 'Too short.' });
    const seen = await ratingNow();
    const list = await app.call('GET', '/app/feedbacks?limit=101');
    await rate({});
    const gone = await ratingNow();
    const wrong = await rate({ rating: 'great' });

    assert.deepEqual(given.json, { result: 'success' });
    assert.deepEqual(seen, { rating: 'dislike' });
    assert.equal(gone, null);
    assert.deepEqual([wrong.status, wrong.json.code], [400, 'invalid_param']);
    const [feedback] = list.json.data;
    assert.deepEqual([feedback.content, feedback.from_source], ['Too short.', 'user']);
    assert.match(feedback.created_at, /^\d{4}-\d\d-\d\dT/);
  });

  it('an unknown user of GETs is the shared anonymous one', async () => {
    const { status, json } = await app.call('GET', '/conversations');

    assert.deepEqual([status, json], [200, { limit: 20, has_more: false, data: [] }]);
  });
});
