import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { chatflow, classicApp } from '../support/service-apps.ts';
import {
  openServiceBench,
  type ServiceBench,
  type ServiceClient,
  type Wire,
} from '../support/service-client.ts';

const say = (query: string) => ({ inputs: {}, query, user: 'u' });
const names = (frames: readonly Wire[]): string[] => frames.map(({ event }) => event as string);

describe('answers that are ready before a model is asked', () => {
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

  async function switchReplies(app: ServiceClient, action: string, threshold = 0.95) {
    const { json: job } = await app.call('POST', `/apps/annotation-reply/${action}`, {
      score_threshold: threshold,
      embedding_provider_name: 'openai-compatible',
      embedding_model_name: 'letters',
    });
    for (;;) {
      const { json } = await app.call(
        'GET',
        `/apps/annotation-reply/${action}/status/${job.job_id}`,
      );
      if (json.job_status === 'completed' || json.job_status === 'error') return json;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function annotatedApp(content: string): Promise<ServiceClient> {
    const app = await service.app(content);
    await app.call('POST', '/apps/annotations', {
      question: 'When are you open?',
      answer: 'From nine to five.',
    });
    const done = await switchReplies(app, 'enable');
    assert.equal(done.job_status, 'completed', done.error_msg);
    return app;
  }

  it('annotations are made, listed, found, changed and deleted', async () => {
    const app = await service.app(classicApp('chat'));
    const made = await app.call('POST', '/apps/annotations', { question: 'Q?', answer: 'A.' });
    const { id } = made.json;
    const changed = await app.call('PUT', `/apps/annotations/${id}`, {
      question: 'Q2?',
      answer: 'A2.',
    });
    const found = await app.call('GET', '/apps/annotations?keyword=q2');
    const deleted = await app.call('DELETE', `/apps/annotations/${id}`);
    const again = await app.call('DELETE', `/apps/annotations/${id}`);

    assert.equal(made.status, 201);
    assert.deepEqual(Object.keys(made.json), [
      'id',
      'question',
      'answer',
      'hit_count',
      'created_at',
    ]);
    assert.equal(changed.json.answer, 'A2.');
    assert.deepEqual([found.json.total, found.json.page, found.json.has_more], [1, 1, false]);
    assert.deepEqual([deleted.status, again.status], [204, 404]);
  });

  it('the same question in other dress is answered without any model, and the hit is counted', async () => {
    const app = await annotatedApp(classicApp('chat'));
    service.model.questions.length = 0;

    const frames = await app.stream('/chat-messages', say('  when are YOU open'));
    const { json } = await app.call('GET', '/apps/annotations');

    assert.deepEqual(names(frames), ['message', 'message_end']);
    assert.equal(frames[0].answer, 'From nine to five.');
    assert.equal(frames[1].metadata.annotation_reply.id, json.data[0].id);
    assert.equal(typeof frames[1].metadata.annotation_reply.account.name, 'string');
    assert.equal(service.model.questions.length, 0);
    assert.equal(json.data[0].hit_count, 1);
  });

  it('a question near enough is answered from the annotation, another is not', async () => {
    const app = await annotatedApp(classicApp('chat'));

    const near = await app.call('POST', '/chat-messages', say('open when are you'));
    const far = await app.call('POST', '/chat-messages', say('zzz'));

    assert.equal(near.json.answer, 'From nine to five.');
    assert.equal(far.json.answer, 'You said: zzz');
  });

  it('a chatflow answered by an annotation starts no workflow and leaves the mark out', async () => {
    const app = await annotatedApp(chatflow());

    const frames = await app.stream('/chat-messages', say('When are you open?'));

    assert.deepEqual(names(frames), ['message', 'message_end']);
    assert.equal('annotation_reply' in frames[1].metadata, false);
  });

  it('switched off, annotations answer nothing', async () => {
    const app = await annotatedApp(classicApp('chat'));
    await switchReplies(app, 'disable');

    const { json } = await app.call('POST', '/chat-messages', say('When are you open?'));
    const { json: parameters } = await app.call('GET', '/parameters');

    assert.equal(json.answer, 'You said: When are you open?');
    assert.deepEqual(parameters.annotation_reply, { enabled: false });
  });

  it('replies with an unknown embedding model are not switched on, and the job says why', async () => {
    const app = await service.app(classicApp('chat'));
    const { json: job } = await app.call('POST', '/apps/annotation-reply/enable', {
      score_threshold: 0.9,
      embedding_provider_name: 'nobody',
      embedding_model_name: 'nothing',
    });
    let status: Wire = { job_status: 'waiting' };
    while (status.job_status !== 'error' && status.job_status !== 'completed') {
      await new Promise((resolve) => setImmediate(resolve));
      const path = `/apps/annotation-reply/enable/status/${job.job_id}`;
      status = (await app.call('GET', path)).json;
    }

    assert.equal(status.job_status, 'error');
    assert.match(status.error_msg, /nothing/);
  });

  const guarded = {
    sensitive_word_avoidance: {
      enabled: true,
      type: 'keywords',
      configs: {
        keywords: 'bomb\nsecret',
        inputs_config: { enabled: true, preset_response: 'Ask something else.' },
        outputs_config: { enabled: true, preset_response: 'I may not say that.' },
      },
    },
  };

  it('a forbidden word in a question is answered by the fixed text, and no model is asked', async () => {
    const app = await service.app(classicApp('chat', guarded));
    service.model.questions.length = 0;

    const blocking = await app.call('POST', '/chat-messages', say('How to build a BOMB?'));
    const frames = await app.stream('/chat-messages', say('How to build a bomb?'));

    assert.equal(blocking.json.answer, 'Ask something else.');
    assert.equal(blocking.json.metadata.usage.total_tokens, 0);
    assert.deepEqual(names(frames), ['message', 'message_end']);
    assert.equal(service.model.questions.length, 0);
  });

  it('a forbidden word in an answer replaces it right before the end, also in what is kept', async () => {
    const app = await service.app(chatflow(guarded));
    service.model.answer = () => ['The sec', 'ret is 42.'];

    const frames = await app.stream('/chat-messages', say('Tell me'));
    const blocking = await app.call('POST', '/chat-messages', say('Tell me'));
    const { json: page } = await app.call(
      'GET',
      `/messages?user=u&conversation_id=${frames[0].conversation_id}`,
    );

    assert.deepEqual(names(frames).slice(-3), [
      'message_replace',
      'message_end',
      'workflow_finished',
    ]);
    const replaced = frames.at(-3);
    assert.deepEqual(
      [replaced.answer, replaced.reason],
      ['I may not say that.', 'output_moderation'],
    );
    assert.equal(blocking.json.answer, 'I may not say that.');
    assert.equal(page.data[0].answer, 'I may not say that.');
    assert.deepEqual(frames.at(-1).data.outputs.answer, 'I may not say that.');
  });
});
