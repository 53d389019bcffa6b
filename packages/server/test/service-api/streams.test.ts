import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { chatflow, classicApp, echoWorkflow, modelWorkflow } from '../support/service-apps.ts';
import {
  framesOf,
  openServiceBench,
  type ServiceBench,
  type ServiceClient,
  type Wire,
} from '../support/service-client.ts';

const say = { inputs: {}, query: 'hi there', user: 'u' };
const names = (frames: readonly Wire[]): string[] => frames.map(({ event }) => event as string);
/** Names in order, one of each group that stands together. */
const groups = (frames: readonly Wire[]): string[] =>
  names(frames).filter((name, index, all) => name !== all[index - 1]);

describe('streams of the Service API', () => {
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

  it('a frame is one data line and a blank line, with no event name, no id and no sentinel', async () => {
    const app = await service.app(classicApp('chat'));

    const response = await app.send('POST', '/chat-messages', {
      body: { ...say, response_mode: 'streaming' },
    });
    const text = await response.text();

    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.match(text, /^(data: \{[^\n]*\}\n\n)+$/);
    assert.equal(
      text,
      framesOf(text)
        .map((frame) => `data: ${JSON.stringify(frame)}\n\n`)
        .join(''),
    );
  });

  it('a chat answers with pieces and its end, all of one message', async () => {
    const app = await service.app(classicApp('chat'));

    const frames = await app.stream('/chat-messages', say);

    assert.deepEqual(groups(frames), ['message', 'message_end']);
    const [first] = frames;
    for (const frame of frames) {
      const { conversation_id, message_id, task_id, id, created_at } = frame;
      assert.deepEqual(
        { conversation_id, message_id, task_id, id, created_at },
        {
          conversation_id: first.conversation_id,
          message_id: first.message_id,
          task_id: first.task_id,
          id: first.message_id,
          created_at: first.created_at,
        },
      );
      assert.equal(Number.isInteger(created_at), true);
      assert.equal('workflow_run_id' in frame, false);
    }
    assert.equal(frames.map((frame) => frame.answer ?? '').join(''), 'You said: hi there');
    const end = frames.at(-1);
    assert.deepEqual(Object.keys(end.metadata).toSorted(), ['retriever_resources', 'usage']);
    assert.equal(end.metadata.usage.total_tokens, 16);
    assert.equal(end.files, null);
  });

  it('a chatflow shows its nodes, and its end comes before the end of the workflow', async () => {
    const app = await service.app(chatflow());

    const frames = await app.stream('/chat-messages', say);

    assert.equal(names(frames)[0], 'workflow_started');
    assert.deepEqual(names(frames).slice(-2), ['message_end', 'workflow_finished']);
    assert.equal(
      frames.map(({ event, answer: piece }) => (event === 'message' ? piece : '')).join(''),
      'Well: You said: hi there',
    );
    const steps = frames.filter(
      ({ event }) => event === 'node_started' || event === 'node_finished',
    );
    assert.deepEqual(
      steps.map(({ event, data }) => [event, data.node_type, data.index]),
      [
        ['node_started', 'start', 1],
        ['node_finished', 'start', 1],
        ['node_started', 'llm', 2],
        ['node_finished', 'llm', 2],
        ['node_started', 'answer', 3],
        ['node_finished', 'answer', 3],
      ],
    );
    const end = frames.find(({ event }) => event === 'message_end');
    assert.equal(end.metadata.annotation_reply, null);
    assert.deepEqual(end.metadata.retriever_resources, []);
    const finished = frames.at(-1);
    assert.equal(finished.data.status, 'succeeded');
    assert.equal(finished.data.created_by.user, 'u');
    assert.equal(finished.workflow_run_id, finished.data.id);
    assert.equal(frames[0].data.inputs['sys.query'], 'hi there');
  });

  it('a workflow shows its nodes and its text, and carries no message', async () => {
    const app = await service.app(modelWorkflow());

    const frames = await app.stream('/workflows/run', { inputs: { text: 'abc' }, user: 'u' });

    assert.equal(names(frames)[0], 'workflow_started');
    assert.equal(names(frames).at(-1), 'workflow_finished');
    for (const frame of frames) {
      assert.equal(typeof frame.workflow_run_id, 'string');
      assert.equal(typeof frame.task_id, 'string');
      assert.equal('message_id' in frame || 'conversation_id' in frame, false);
    }
    const chunks = frames.filter(({ event }) => event === 'text_chunk');
    assert.equal(chunks.map(({ data }) => data.text).join(''), 'You said: abc');
    assert.deepEqual(chunks[0].data.from_variable_selector, ['llm', 'text']);
    assert.deepEqual(frames.at(-1).data.outputs, { out: 'You said: abc' });
  });

  it('a text generator answers without a conversation', async () => {
    const app = await service.app(classicApp('completion'));

    const frames = await app.stream('/completion-messages', { ...say, query: 'abc' });

    assert.deepEqual(groups(frames), ['message', 'message_end']);
    assert.equal(
      frames.some((frame) => 'conversation_id' in frame),
      false,
    );
    assert.equal(frames.map((frame) => frame.answer ?? '').join(''), 'You said: abc');
  });

  it('an agent thinks empty, speaks, and thinks full under the same id', async () => {
    const app = await service.app(classicApp('agent-chat'));

    const frames = await app.stream('/chat-messages', say);

    assert.deepEqual(groups(frames), [
      'agent_thought',
      'agent_message',
      'agent_thought',
      'message_end',
    ]);
    const thoughts = frames.filter(({ event }) => event === 'agent_thought');
    assert.deepEqual(
      thoughts.map(({ thought, position }) => [thought, position]),
      [
        ['', 1],
        ['You said: hi there', 1],
      ],
    );
    assert.equal(thoughts[0].id, thoughts[1].id);
    const { conversation_id: id } = thoughts[0];
    const { json } = await app.call('GET', `/messages?user=u&conversation_id=${id}`);
    assert.deepEqual(
      json.data[0].agent_thoughts.map(({ id: kept, thought }: Wire) => [kept, thought]),
      [[thoughts[0].id, 'You said: hi there']],
    );
  });

  it('an agent refuses to answer in one piece', async () => {
    const app = await service.app(classicApp('agent-chat'));

    const { status, json } = await app.call('POST', '/chat-messages', say);

    assert.deepEqual([status, json.code], [400, 'invalid_param']);
  });

  it('a failed chatflow ends its workflow, then tells the error, and has no message end', async () => {
    const app = await service.app(chatflow());
    service.model.answer = () => ({ status: 400 });

    const frames = await app.stream('/chat-messages', say);

    assert.deepEqual(names(frames).slice(-2), ['workflow_finished', 'error']);
    assert.equal(names(frames).includes('message_end'), false);
    const error = frames.at(-1);
    assert.deepEqual([error.code, error.status], ['invalid_param', 400]);
    assert.equal('task_id' in error, false);
    assert.equal(typeof error.conversation_id, 'string');
    assert.equal(frames.at(-2).data.status, 'failed');
  });

  it('a failed chat tells that the model refused', async () => {
    const app = await service.app(classicApp('chat'));
    service.model.answer = () => ({ status: 400 });

    const frames = await app.stream('/chat-messages', say);
    const blocking = await app.call('POST', '/chat-messages', say);

    assert.deepEqual(names(frames), ['error']);
    assert.deepEqual([frames[0].code, frames[0].status], ['completion_request_error', 400]);
    assert.deepEqual([blocking.status, blocking.json.code], [400, 'completion_request_error']);
  });

  it('a failed workflow is an answer like any other', async () => {
    const app = await service.app(modelWorkflow());
    service.model.answer = () => ({ status: 400 });

    const { status, json } = await app.call('POST', '/workflows/run', {
      inputs: { text: 'abc' },
      user: 'u',
    });
    const frames = await app.stream('/workflows/run', { inputs: { text: 'abc' }, user: 'u' });

    assert.equal(status, 200);
    assert.equal(json.data.status, 'failed');
    assert.equal(typeof json.data.error, 'string');
    assert.equal(names(frames).at(-1), 'workflow_finished');
    assert.equal(names(frames).includes('error'), false);
  });

  it('a workflow in one piece has exactly the keys that clients know', async () => {
    const app = await service.app(echoWorkflow());

    const { json } = await app.call('POST', '/workflows/run', {
      inputs: { text: 'abc' },
      user: 'u',
    });

    assert.deepEqual(Object.keys(json), ['task_id', 'workflow_run_id', 'data']);
    assert.deepEqual(Object.keys(json.data).toSorted(), [
      'created_at',
      'elapsed_time',
      'error',
      'finished_at',
      'id',
      'outputs',
      'status',
      'total_steps',
      'total_tokens',
      'workflow_id',
    ]);
    assert.deepEqual(json.data.outputs, { out: 'abc' });
  });

  it('a chat in one piece has every id as a text and usage in numbers', async () => {
    const app = await service.app(classicApp('chat'));

    const { json } = await app.call('POST', '/chat-messages', say);

    for (const name of ['id', 'message_id', 'conversation_id', 'task_id', 'answer', 'mode'])
      assert.equal(typeof json[name], 'string', name);
    assert.equal(json.event, 'message');
    assert.equal(json.id, json.message_id);
    for (const name of ['prompt_tokens', 'completion_tokens', 'total_tokens'])
      assert.equal(typeof json.metadata.usage[name], 'number', name);
  });

  /** Streams a run whose model says one word and then waits, and stops it by the call given. */
  async function stopped(
    app: ServiceClient,
    path: string,
    body: object,
    stop: (taskId: string) => Promise<unknown>,
  ): Promise<readonly Wire[]> {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    service.model.answer = () => ({
      async *[Symbol.asyncIterator]() {
        yield 'One ';
        await released;
        yield 'two';
      },
    });
    const response = await app.send('POST', path, {
      body: { ...body, response_mode: 'streaming' },
    });
    let text = '';
    let asked = false;
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const taskId = /"task_id":"([^"]+)"/.exec(text)?.[1];
      if (asked || taskId === undefined || !text.includes('One ')) continue;
      asked = true;
      await stop(taskId);
      release();
    }
    return framesOf(text);
  }

  it('a stopped chat keeps what was said and ends as usual', async () => {
    const app = await service.app(classicApp('chat'));

    const frames = await stopped(app, '/chat-messages', say, (taskId) =>
      app.call('POST', `/chat-messages/${taskId}/stop`, { user: 'u' }),
    );

    assert.deepEqual(groups(frames), ['message', 'message_end']);
    const { json } = await app.call(
      'GET',
      `/messages?user=u&conversation_id=${frames[0].conversation_id}`,
    );
    assert.equal(json.data[0].answer, 'One ');
    assert.equal(json.data[0].status, 'normal');
  });

  it('a stopped chatflow ends its workflow as stopped, then its message', async () => {
    const app = await service.app(chatflow());

    const frames = await stopped(app, '/chat-messages', say, (taskId) =>
      app.call('POST', `/chat-messages/${taskId}/stop`, { user: 'u' }),
    );

    assert.deepEqual(names(frames).slice(-2), ['workflow_finished', 'message_end']);
    assert.equal(frames.at(-2).data.status, 'stopped');
  });

  it('a workflow may be stopped by any user of the app', async () => {
    const app = await service.app(modelWorkflow());

    const frames = await stopped(
      app,
      '/workflows/run',
      { inputs: { text: 'abc' }, user: 'u' },
      (taskId) => app.call('POST', `/workflows/tasks/${taskId}/stop`, { user: 'somebody else' }),
    );

    assert.equal(frames.at(-1).data.status, 'stopped');
  });

  it('a stop by another user or of an unknown task changes nothing and says success', async () => {
    const app = await service.app(classicApp('chat'));
    const answers: unknown[] = [];

    const frames = await stopped(app, '/chat-messages', say, async (taskId) => {
      const unknown = '00000000-0000-4000-8000-000000000000';
      for (const id of [taskId, unknown])
        answers.push(await app.call('POST', `/chat-messages/${id}/stop`, { user: 'other' }));
    });

    const success = { status: 200, json: { result: 'success' } };
    assert.deepEqual(answers, [success, success]);
    assert.equal(frames.map((frame) => frame.answer ?? '').join(''), 'One two');
  });

  it('a run goes on when its reader leaves', async () => {
    const app = await service.app(modelWorkflow());
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    service.model.answer = () => ({
      async *[Symbol.asyncIterator]() {
        yield 'One ';
        await released;
        yield 'two';
      },
    });
    const response = await app.send('POST', '/workflows/run', {
      body: { inputs: { text: 'abc' }, user: 'u', response_mode: 'streaming' },
    });
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    const runId = framesOf(first)[0]?.workflow_run_id as string;
    await reader?.cancel();

    const following = app.send(
      'GET',
      `/workflow/${runId}/events?user=u&include_state_snapshot=true`,
    );
    release();
    const frames = framesOf(await (await following).text());

    assert.equal(names(frames)[0], 'workflow_started');
    assert.deepEqual(frames.at(-1).data.outputs, { out: 'One two' });
  });
});
