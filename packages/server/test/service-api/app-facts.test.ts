import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chatflow, classicApp, echoWorkflow } from '../support/service-apps.ts';
import {
  framesOf,
  openServiceBench,
  type ServiceBench,
  type ServiceClient,
  type Wire,
} from '../support/service-client.ts';

describe('what the Service API tells of an app and its runs', () => {
  let service: ServiceBench;
  let workflow: ServiceClient;
  before(async () => {
    service = await openServiceBench();
    workflow = await service.app(echoWorkflow());
  });
  after(() => service.close());

  const run = (text: string, user = 'u') =>
    workflow.call('POST', '/workflows/run', { inputs: { text }, user });

  it('parameters have every key, with the defaults of the format', async () => {
    const app = await service.app(
      classicApp('chat', {
        opening_statement: 'Hi!',
        suggested_questions: ['Why?'],
        text_to_speech: { enabled: true, voice: 'alloy', language: 'en' },
        user_input_form: [{ select: { variable: 's', label: 'S', options: ['a', 'b'] } }],
      }),
    );

    const { json } = await app.call('GET', '/parameters');

    assert.deepEqual(json, {
      opening_statement: 'Hi!',
      suggested_questions: ['Why?'],
      suggested_questions_after_answer: { enabled: false },
      speech_to_text: { enabled: false },
      text_to_speech: { enabled: true, voice: 'alloy', language: 'en', autoPlay: 'disabled' },
      retriever_resource: { enabled: true },
      annotation_reply: { enabled: false },
      more_like_this: { enabled: false },
      user_input_form: [{ select: { variable: 's', label: 'S', options: ['a', 'b'] } }],
      sensitive_word_avoidance: { enabled: false, type: '', configs: [] },
      file_upload: {
        enabled: false,
        allowed_file_types: ['image'],
        allowed_file_extensions: [],
        allowed_file_upload_methods: ['remote_url', 'local_file'],
        number_limits: 3,
        image: {
          enabled: false,
          number_limits: 3,
          detail: 'high',
          transfer_methods: ['remote_url', 'local_file'],
        },
      },
      system_parameters: {
        file_size_limit: 15,
        image_file_size_limit: 10,
        audio_file_size_limit: 50,
        video_file_size_limit: 100,
        workflow_file_upload_limit: 10,
      },
    });
  });

  it('info, meta and site have the keys that clients know', async () => {
    const [info, meta, site] = await Promise.all(
      ['/info', '/meta', '/site'].map((path) => workflow.call('GET', path)),
    );

    assert.deepEqual(Object.keys(info?.json), [
      'name',
      'description',
      'tags',
      'mode',
      'author_name',
    ]);
    assert.equal(info?.json.mode, 'workflow');
    assert.deepEqual(meta?.json, { tool_icons: {} });
    assert.deepEqual(Object.keys(site?.json).toSorted(), [
      'chat_color_theme',
      'chat_color_theme_inverted',
      'copyright',
      'custom_disclaimer',
      'default_language',
      'description',
      'icon',
      'icon_background',
      'icon_type',
      'icon_url',
      'input_placeholder',
      'privacy_policy',
      'show_workflow_steps',
      'title',
      'use_icon_as_answer_icon',
    ]);
  });

  it('a run is read back with its inputs as a JSON text', async () => {
    const { json: ran } = await run('abc');

    const { json } = await workflow.call('GET', `/workflows/run/${ran.workflow_run_id}`);

    assert.deepEqual(
      [json.status, json.inputs, json.outputs, json.total_steps],
      ['succeeded', '{"text":"abc"}', { out: 'abc' }, 2],
    );
    assert.equal(Number.isInteger(json.created_at) && Number.isInteger(json.finished_at), true);
  });

  it('a run of another app is not found', async () => {
    const { json: ran } = await run('abc');
    const other = await service.app(echoWorkflow());

    const { status } = await other.call('GET', `/workflows/run/${ran.workflow_run_id}`);

    assert.equal(status, 404);
  });

  it('the log lists runs newest first and is filtered by user, words, status and account', async () => {
    const app = await service.app(echoWorkflow());
    for (const [text, user] of [
      ['apple', 'ann'],
      ['pear', 'bob'],
    ])
      await app.call('POST', '/workflows/run', { inputs: { text }, user });
    const texts = async (query: string): Promise<unknown> => {
      const { json } = await app.call('GET', `/workflows/logs?${query}`);
      return json.data.map(({ created_by_end_user: user }: Wire) => user.session_id);
    };

    const all = await app.call('GET', '/workflows/logs?limit=1');

    assert.deepEqual(
      [all.json.total, all.json.has_more, all.json.page, all.json.limit],
      [2, true, 1, 1],
    );
    const [entry] = all.json.data;
    assert.deepEqual(
      [entry.created_from, entry.created_by_role, entry.workflow_run.triggered_from],
      ['service-api', 'end_user', 'app-run'],
    );
    assert.deepEqual(await texts(''), ['bob', 'ann']);
    assert.deepEqual(await texts('keyword=apple'), ['ann']);
    assert.deepEqual(await texts('created_by_end_user_session_id=bob'), ['bob']);
    assert.deepEqual(await texts('status=failed'), []);
    assert.deepEqual(await texts('created_at__after=2999-01-01T00:00:00Z'), []);
    const wrong = await app.call('GET', '/workflows/logs?created_by_account=nobody@example.com');
    assert.deepEqual([wrong.status, wrong.json.code], [400, 'invalid_param']);
  });

  it('a finished run is followed by its end alone, under its own id', async () => {
    const app = await service.app(chatflow());
    const response = await app.send('POST', '/chat-messages', {
      body: { inputs: {}, query: 'x', user: 'u', response_mode: 'streaming' },
    });
    const runId = framesOf(await response.text())[0]?.workflow_run_id as string;

    const followed = await app.send('GET', `/workflow/${runId}/events?user=u`);
    const frames = framesOf(await followed.text());
    const refused = await app.call('GET', `/workflow/${runId}/events?user=eve`);

    assert.equal(followed.headers.get('cache-control'), 'no-cache');
    assert.deepEqual(
      frames.map(({ event }) => event),
      ['workflow_finished'],
    );
    assert.equal(frames[0]?.task_id, runId);
    assert.equal('message_id' in (frames[0] ?? {}), false);
    assert.deepEqual([refused.status, refused.json.code], [404, 'not_found']);
  });

  it('our own events go on behind the last one seen, by header or by query', async () => {
    const { json: ran } = await run('abc', 'ann');
    const path = `/runs/${ran.workflow_run_id}/events`;
    const idsOf = async (asked: Promise<Response>): Promise<readonly number[]> =>
      [...(await (await asked).text()).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

    const all = await idsOf(workflow.send('GET', path));
    const byHeader = await idsOf(workflow.send('GET', path, { headers: { 'last-event-id': '2' } }));
    const byQuery = await idsOf(workflow.send('GET', `${path}?last_event_id=2&user=ann`));
    const other = await workflow.call('GET', `${path}?user=eve`);

    assert.deepEqual(
      all,
      Array.from(all, (_, index) => index + 1),
    );
    assert.deepEqual(byHeader, all.slice(2));
    assert.deepEqual(byQuery, all.slice(2));
    assert.equal(other.status, 404);
  });

  it('an end user is shown as it was first seen', async () => {
    await run('abc', 'zoe');
    const { json: log } = await workflow.call(
      'GET',
      '/workflows/logs?created_by_end_user_session_id=zoe',
    );
    const { id } = log.data[0].created_by_end_user;

    const { json } = await workflow.call('GET', `/end-users/${id}`);

    assert.deepEqual(
      [json.external_user_id, json.session_id, json.is_anonymous, json.app_id],
      ['zoe', 'zoe', false, workflow.appId],
    );
    assert.match(json.created_at, /^\d{4}-\d\d-\d\dT/);
  });
});
