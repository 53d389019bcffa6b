import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { chatflow, classicApp, echoWorkflow, modelWorkflow } from '../support/service-apps.ts';
import { openServiceBench, type ServiceBench, type Wire } from '../support/service-client.ts';
import { eventsOf, siteCodeOf, visit, type Visitor } from '../support/site-visitor.ts';

const root = '00000000-0000-0000-0000-000000000000';

describe('a visit to a published page', () => {
  let service: ServiceBench;
  let answer: ServiceBench['model']['answer'];
  before(async () => {
    service = await openServiceBench();
    answer = service.model.answer;
  });
  afterEach(() => {
    service.model.answer = answer;
  });
  after(() => service.close());

  const open = async (content: string, patch: Wire = {}): Promise<Visitor> => {
    const { appId } = await service.app(content);
    if (Object.keys(patch).length > 0)
      await service.bench.console('PATCH', `/apps/${appId}/site`, patch);
    return visit(service.bench, await siteCodeOf(service.bench, appId));
  };
  const textOf = (events: readonly Wire[]): string =>
    events.map(({ type, text }) => (type === 'text' ? text : '')).join('');

  it('a question is answered as a stream, and stays in its conversation', async () => {
    const visitor = await open(chatflow({ opening_statement: 'Hello!' }));
    const { started, events } = await visitor.run({ query: 'one' });
    await visitor.run({ query: 'two', conversationId: started.conversationId });

    assert.equal(textOf(events), 'Well: You said: one');
    assert.equal(events.at(-1).status, 'succeeded');
    const { json } = await visitor.call('GET', `/conversations/${started.conversationId}/messages`);
    assert.deepEqual(
      json.data.map(({ query, status, answer: said }: Wire) => [query, status, said]),
      [
        ['one', 'normal', 'Well: You said: one'],
        ['two', 'normal', 'Well: You said: two'],
      ],
    );
  });

  it('a visitor sees neither prompts nor inputs of steps, and no steps at all when they are hidden', async () => {
    const shown = await (await open(chatflow())).run({ query: 'x' });
    const hidden = await (await open(chatflow(), { showSteps: false })).run({ query: 'x' });

    const titles = shown.events.filter(({ type }) => type === 'step-start').map((e) => e.title);
    assert.deepEqual(titles, ['Start', 'LLM', 'Answer']);
    assert.doesNotMatch(JSON.stringify(shown.events), /inputs|processData|prompt|sys\./);
    assert.deepEqual([...new Set(hidden.events.map(({ type }) => type))], ['start', 'text', 'end']);
  });

  it('whoever comes back with the last id gets the rest, each event once, as stream or as news', async () => {
    const visitor = await open(chatflow());
    const { started, events } = await visitor.run({ query: 'a b c d' });
    const path = `/runs/${started.runId}`;
    const whole = eventsOf(await (await visitor.send('GET', `${path}/events`)).text());
    assert.deepEqual(
      whole.map(({ data }) => data),
      events,
    );

    const withIds = whole.filter(({ id }) => id !== null);
    const middle = withIds[Math.floor(withIds.length / 2)];
    const rest = await visitor.send('GET', `${path}/events`, {
      headers: { 'last-event-id': middle?.id ?? '' },
    });
    const news = await visitor.call('GET', `${path}/news?after=${middle?.id}`);

    const expected = events.filter(({ seq }) => seq > Number(middle?.id));
    assert.deepEqual(
      eventsOf(await rest.text()).map(({ data }) => data),
      expected,
    );
    assert.deepEqual([news.json.events, news.json.done], [expected, true]);
  });

  it('news of a run that is silent wait, and come as soon as there are some', async () => {
    const visitor = await open(modelWorkflow());
    const gate = Promise.withResolvers<void>();
    service.model.answer = async function* () {
      yield 'first ';
      await gate.promise;
      yield 'second';
    };
    const { json } = await visitor.call('POST', '/runs', { inputs: { text: 'x' } });
    let after = 0;
    let text = '';
    for (let done = false; !done;) {
      const waitMs = text === '' ? 5000 : 50;
      const news = await visitor.call(
        'GET',
        `/runs/${json.runId}/news?after=${after}&waitMs=${waitMs}`,
      );
      text += textOf(news.json.events);
      ({ seq: after, done } = news.json);
      if (text === 'first ') gate.resolve();
      if (done) assert.deepEqual(news.json.events.at(-1).outputs, { out: 'first second' });
    }
    assert.equal(text, 'first second');
  });

  it('a run is stopped by its visitor', async () => {
    const visitor = await open(chatflow());
    const gate = Promise.withResolvers<void>();
    service.model.answer = async function* () {
      yield 'so far';
      await gate.promise;
      yield 'never';
    };
    const { json } = await visitor.call('POST', '/runs', { query: 'x' });
    const stream = visitor.send('GET', `/runs/${json.runId}/events`);
    assert.equal((await visitor.call('POST', `/runs/${json.runId}/stop`)).status, 204);
    const events = eventsOf(await (await stream).text());
    gate.resolve();

    assert.equal(events.at(-1)?.data.status, 'stopped');
  });

  it('another answer to a question does not know of the first one', async () => {
    const visitor = await open(chatflow());
    const first = (await visitor.run({ query: 'one', parentId: root })).started;
    const { conversationId } = first;
    const second = (await visitor.run({ query: 'two', conversationId, parentId: first.messageId }))
      .started;
    const again = (await visitor.run({ query: 'two', conversationId, parentId: first.messageId }))
      .started;
    await visitor.run({ query: 'three', conversationId, parentId: again.messageId });
    const told = service.model.questions.at(-1)?.messages.map(({ content }) => content);
    await visitor.run({ query: 'from the start', conversationId, parentId: root });
    const toldAnew = service.model.questions.at(-1)?.messages.map(({ content }) => content);

    const { json } = await visitor.call('GET', `/conversations/${conversationId}/messages`);
    assert.deepEqual(
      json.data.map(({ parentId }: Wire) => parentId),
      [root, first.messageId, first.messageId, again.messageId, root],
    );
    assert.notEqual(second.messageId, again.messageId);
    assert.deepEqual(told?.filter((content) => content === 'two').length, 1);
    assert.equal(told?.includes('one'), true);
    assert.deepEqual(toldAnew?.includes('one'), false);
    const elsewhere = await visitor.call('POST', '/runs', {
      query: 'x',
      parentId: first.messageId,
    });
    assert.equal(elsewhere.status, 404);
  });

  it('conversations are renamed, pinned, listed by either, and gone once deleted', async () => {
    const visitor = await open(chatflow());
    const [one, two] = [
      (await visitor.run({ query: 'one' })).started.conversationId,
      (await visitor.run({ query: 'two' })).started.conversationId,
    ];
    await visitor.call('PATCH', `/conversations/${one}`, { name: 'First', pinned: true });
    const names = async (query = ''): Promise<Wire> =>
      (await visitor.call('GET', `/conversations${query}`)).json.data.map(({ name }: Wire) => name);

    assert.deepEqual(await names('?pinned=true'), ['First']);
    assert.deepEqual(await names('?pinned=false'), ['two']);
    assert.equal((await visitor.call('DELETE', `/conversations/${two}`)).status, 204);
    assert.deepEqual(await names(), ['First']);
    assert.equal((await visitor.call('DELETE', `/conversations/${two}`)).status, 404);
  });

  it('what belongs to a visitor counts as missing for another', async () => {
    const { appId } = await service.app(
      chatflow({ suggested_questions_after_answer: { enabled: true } }),
    );
    const code = await siteCodeOf(service.bench, appId);
    const [mine, other] = await Promise.all([
      visit(service.bench, code),
      visit(service.bench, code),
    ]);
    const { started } = await mine.run({ query: 'mine' });
    const { conversationId, messageId, runId } = started;
    const asked = [
      ['POST', '/runs', { query: 'x', conversationId }],
      ['GET', `/runs/${runId}/events`],
      ['GET', `/runs/${runId}/news`],
      ['POST', `/runs/${runId}/stop`],
      ['PATCH', `/conversations/${conversationId}`, { name: 'x' }],
      ['DELETE', `/conversations/${conversationId}`],
      ['GET', `/conversations/${conversationId}/messages`],
      ['GET', `/messages/${messageId}`],
      ['PUT', `/messages/${messageId}/rating`, { rating: 'like' }],
      ['GET', `/messages/${messageId}/questions`],
      ['PUT', `/messages/${messageId}/saved`, { saved: true }],
      ['POST', `/messages/${messageId}/more`],
    ] as const;

    for (const [method, path, body] of asked)
      assert.equal((await other.call(method, path, body)).status, 404, `${method} ${path}`);
  });

  it('an opinion is kept, changed and taken back', async () => {
    const visitor = await open(chatflow());
    const { messageId } = (await visitor.run({ query: 'x' })).started;
    const rate = async (rating: string | null): Promise<Wire> => {
      await visitor.call('PUT', `/messages/${messageId}/rating`, { rating, comment: 'because' });
      return (await visitor.call('GET', `/messages/${messageId}`)).json.rating;
    };

    assert.deepEqual(
      [await rate('like'), await rate('dislike'), await rate(null)],
      ['like', 'dislike', null],
    );
  });

  it('a text generator makes more like one text, and keeps what its visitor saves', async () => {
    const visitor = await open(classicApp('completion', { more_like_this: { enabled: true } }));
    const { started, events } = await visitor.run({ inputs: { query: 'a slogan' } });
    const more = await visitor.call('POST', `/messages/${started.messageId}/more`);
    await (await visitor.send('GET', `/runs/${more.json.runId}/events`)).text();
    const listed = async (): Promise<Wire> =>
      (await visitor.call('GET', '/saved')).json.data.map(({ id }: Wire) => id);
    await visitor.call('PUT', `/messages/${more.json.messageId}/saved`, { saved: true });
    const kept = await listed();
    await visitor.call('PUT', `/messages/${more.json.messageId}/saved`, { saved: false });

    assert.equal(textOf(events), 'You said: a slogan');
    assert.notEqual(more.json.messageId, started.messageId);
    assert.deepEqual([kept, await listed()], [[more.json.messageId], []]);
  });

  it('a workflow tells its outputs, and its faults before anything runs', async () => {
    const visitor = await open(echoWorkflow());
    const { events } = await visitor.run({ inputs: { text: 'hi' } });
    const missing = await visitor.call('POST', '/runs', { inputs: {} });

    assert.deepEqual(events.at(-1).outputs, { out: 'hi' });
    assert.deepEqual([missing.status, missing.json.code], [400, 'run_input_invalid']);
  });

  it('the form has what the app asks for, without what its maker hid', async () => {
    const visitor = await open(
      echoWorkflow([
        { variable: 'text', label: 'Text', type: 'text-input', max_length: 20, required: true },
        { variable: 'kind', label: '', type: 'select', options: ['a', 'b'], default: 'b' },
        { variable: 'inner', label: 'Inner', type: 'paragraph', hide: true },
        { variable: 'papers', label: 'Papers', type: 'file-list', max_length: 2 },
      ]),
    );
    const { form } = (await visitor.call('GET', '/parameters')).json;

    assert.deepEqual(
      form.map((field: Wire) => [
        field.name,
        field.label,
        field.type,
        field.required,
        field.lengthMax,
      ]),
      [
        ['text', 'Text', 'text', true, 20],
        ['kind', 'kind', 'select', false, null],
        ['papers', 'Papers', 'files', false, 2],
      ],
    );
    assert.deepEqual([form[1].options, form[1].initial], [['a', 'b'], 'b']);
  });

  it('a file goes with a question, and its address still works in an old message', async () => {
    const visitor = await open(
      chatflow({
        file_upload: { enabled: true, number_limits: 1, allowed_file_types: ['document'] },
      }),
    );
    const form = new FormData();
    form.set('file', new File(['hello'], 'note.txt', { type: 'text/plain' }));
    const upload = (await (await visitor.send('POST', '/files', { form })).json()) as Wire;
    const file = { type: 'document', transfer_method: 'local_file', upload_file_id: upload.id };
    const { started } = await visitor.run({ query: 'read it', files: [file] });
    const { json } = await visitor.call('GET', `/messages/${started.messageId}`);
    const tooMany = await visitor.call('POST', '/runs', { query: 'x', files: [file, file] });

    assert.deepEqual([json.files[0].name, json.files[0].type], ['note.txt', 'document']);
    const content = await service.bench.send('GET', json.files[0].url);
    assert.equal(await content.text(), 'hello');
    assert.equal(tooMany.status, 400);
  });

  it('speech works where it is switched on, and says so where it is not', async () => {
    const speaking = await open(
      chatflow({ speech_to_text: { enabled: true }, text_to_speech: { enabled: true } }),
    );
    const silent = await open(chatflow());
    const form = (): FormData => {
      const data = new FormData();
      data.set('file', new File(['sound'], 'voice.webm', { type: 'audio/webm' }));
      return data;
    };
    const heard = (await (await speaking.send('POST', '/speech', { form: form() })).json()) as Wire;
    const refused = await silent.send('POST', '/speech', { form: form() });
    const { messageId } = (await speaking.run({ query: 'x' })).started;
    const said = await speaking.send('POST', `/messages/${messageId}/speech`);

    assert.equal(heard.text, 'a spoken question');
    assert.equal(refused.status, 400);
    assert.equal(said.headers.get('content-type'), 'audio/mpeg');
    assert.equal(await said.text(), 'spoken bytes');
  });
});
