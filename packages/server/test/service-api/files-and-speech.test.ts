import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { classicApp, echoWorkflow } from '../support/service-apps.ts';
import {
  openServiceBench,
  type ServiceBench,
  type ServiceClient,
  type Wire,
} from '../support/service-client.ts';

/** Parts in the order given; a text is a field. */
function formOf(...parts: readonly (readonly [name: string, value: string | File])[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}

const picture = (name = 'dot.png'): File =>
  new File([Uint8Array.of(137, 80, 78, 71)], name, { type: 'image/png' });

describe('files and speech of the Service API', () => {
  let service: ServiceBench;
  let app: ServiceClient;
  before(async () => {
    service = await openServiceBench();
    app = await service.app(
      classicApp('chat', {
        speech_to_text: { enabled: true },
        text_to_speech: { enabled: true, voice: 'alloy' },
        file_upload: { image: { enabled: true } },
      }),
    );
  });
  after(() => service.close());

  const upload = async (form: FormData): Promise<{ status: number; json: Wire }> => {
    const answer = await app.send('POST', '/files/upload', { form });
    return { status: answer.status, json: await answer.json() };
  };

  it('a file may come before the field that says whose it is', async () => {
    const { status, json } = await upload(formOf(['file', picture()], ['user', 'ann']));

    assert.equal(status, 201);
    assert.deepEqual(
      [json.name, json.size, json.extension, json.mime_type],
      ['dot.png', 4, 'png', 'image/png'],
    );
    const { json: owner } = await app.call('GET', `/end-users/${json.created_by}`);
    assert.equal(owner.session_id, 'ann');
  });

  it('an upload needs exactly one file with a name', async () => {
    const answers = [
      await upload(formOf(['user', 'ann'])),
      await upload(formOf(['file', picture('a.png')], ['file', picture('b.png')])),
      await upload(formOf(['file', 'only text'])),
    ];

    assert.deepEqual(
      answers.map(({ status, json }) => [status, json.code]),
      [
        [400, 'no_file_uploaded'],
        [400, 'too_many_files'],
        [400, 'no_file_uploaded'],
      ],
    );
  });

  it('a file above the limit of its kind is refused', async () => {
    const big = new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'big.png', { type: 'image/png' });

    const { status, json } = await upload(formOf(['file', big], ['user', 'ann']));

    assert.deepEqual([status, json.code], [413, 'file_too_large']);
  });

  it('an uploaded picture reaches the model, and is shown once a message holds it', async () => {
    const { json: file } = await upload(formOf(['file', picture()], ['user', 'ann']));
    const before = await app.call('GET', `/files/${file.id}/preview`);
    const { json: said } = await app.call('POST', '/chat-messages', {
      inputs: {},
      query: 'What is this?',
      user: 'ann',
      files: [{ type: 'image', transfer_method: 'local_file', upload_file_id: file.id }],
    });

    const shown = await app.send('GET', `/files/${file.id}/preview`);
    const bytes = new Uint8Array(await shown.arrayBuffer());
    const attached = await app.send('GET', `/files/${file.id}/preview?as_attachment=true`);
    const { json: page } = await app.call(
      'GET',
      `/messages?user=ann&conversation_id=${said.conversation_id}`,
    );
    const other = await service.app(echoWorkflow());
    const refused = await other.call('GET', `/files/${file.id}/preview`);

    assert.deepEqual([before.status, before.json.code], [404, 'file_not_found']);
    const asked: Wire = service.model.questions.at(-1);
    const { content } = asked.messages.at(-1);
    assert.equal(
      content.some((part: Wire) => part.type === 'image_url'),
      true,
    );
    assert.deepEqual([...bytes], [137, 80, 78, 71]);
    assert.equal(shown.headers.get('content-type'), 'image/png');
    assert.equal(shown.headers.get('cache-control'), 'public, max-age=3600');
    assert.equal(attached.headers.get('content-type'), 'application/octet-stream');
    assert.match(
      attached.headers.get('content-disposition') ?? '',
      /^attachment; filename\*=UTF-8''dot.png/,
    );
    const [held] = page.data[0].message_files;
    assert.deepEqual([held.upload_file_id, held.belongs_to, held.type], [file.id, 'user', 'image']);
    assert.deepEqual([refused.status, refused.json.code], [403, 'file_access_denied']);
    // The address is whole, and works without a key.
    const { host, pathname, search } = new URL(held.url);
    const opened = await service.bench.send('GET', `${pathname}${search}`);
    assert.deepEqual([host, opened.status], ['outpost.test', 200]);
  });

  it('more files than the app takes are refused', async () => {
    const picture = {
      type: 'image',
      transfer_method: 'remote_url',
      url: 'https://a.example/b.png',
    };

    const { status, json } = await app.call('POST', '/chat-messages', {
      inputs: {},
      query: 'What are these?',
      user: 'ann',
      files: [picture, picture, picture, picture],
    });

    assert.deepEqual([status, json.code], [400, 'invalid_param']);
  });

  it('a file of another user cannot be used', async () => {
    const { json: file } = await upload(formOf(['file', picture()], ['user', 'ann']));

    const { status, json } = await app.call('POST', '/chat-messages', {
      inputs: {},
      query: 'What is this?',
      user: 'eve',
      files: [{ type: 'image', transfer_method: 'local_file', upload_file_id: file.id }],
    });

    assert.deepEqual([status, json.code], [400, 'invalid_param']);
  });

  it('speech becomes text', async () => {
    const audio = new File(['sound'], 'a.mp3', { type: 'audio/mpeg' });

    const answer = await app.send('POST', '/audio-to-text', {
      form: formOf(['file', audio], ['user', 'ann']),
    });

    assert.deepEqual([answer.status, await answer.json()], [200, { text: 'a spoken question' }]);
  });

  it('speech of an unknown type, none at all, and a switched-off feature are told apart', async () => {
    const off = await service.app(classicApp('chat'));
    const text = new File(['x'], 'a.txt', { type: 'text/plain' });
    const ask = async (client: ServiceClient, form: FormData): Promise<unknown> => {
      const answer = await client.send('POST', '/audio-to-text', { form });
      const { code } = (await answer.json()) as Wire;
      return [answer.status, code];
    };

    assert.deepEqual(await ask(app, formOf(['file', text])), [415, 'unsupported_audio_type']);
    assert.deepEqual(await ask(app, formOf(['user', 'u'])), [400, 'no_audio_uploaded']);
    assert.deepEqual(await ask(off, formOf(['user', 'u'])), [400, 'speech_to_text_disabled']);
  });

  it('text and messages become speech', async () => {
    const { json: said } = await app.call('POST', '/chat-messages', {
      inputs: {},
      query: 'hi',
      user: 'ann',
    });

    const ofText = await app.send('POST', '/text-to-audio', {
      body: { text: 'hello', user: 'ann', streaming: false },
    });
    const ofMessage = await app.send('POST', '/text-to-audio', {
      body: { message_id: said.message_id, user: 'ann' },
    });
    const ofNothing = await app.call('POST', '/text-to-audio', { user: 'ann' });

    assert.equal(ofText.headers.get('content-type'), 'audio/mpeg');
    assert.equal(await ofText.text(), 'spoken bytes');
    assert.equal(await ofMessage.text(), 'spoken bytes');
    assert.deepEqual([ofNothing.status, ofNothing.json.code], [400, 'invalid_param']);
  });
});
