import type { AudioInput, CallContext, ModelClient, SpeechRequest } from '../client.ts';
import { callServer, guardedRead, readError } from '../http/call-server.ts';
import { decodeText, readBytes, streamBytes } from '../http/read-body.ts';
import { pathOf, type OpenaiServer } from './openai-server.ts';

/** `POST /audio/transcriptions`. */
export async function openaiTranscribe(
  { caller, dialect }: OpenaiServer,
  { bytes, mediaType, filename, language }: AudioInput,
  { model, signal }: CallContext,
): Promise<string> {
  const form = new FormData();
  form.set('model', model.name);
  form.set('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }), filename);
  if (language !== null) form.set('language', language);
  const path = pathOf(dialect(model.name), 'transcriptions', model.name);
  const response = await callServer(caller, { model: model.name, path, form, signal });
  const { responseBytesMax } = caller.limits;
  const answer = await guardedRead(caller, { model: model.name, signal }, () =>
    readBytes(response, { model: model.name, limitBytes: responseBytesMax }),
  );
  const text = decodeText(answer, response.headers.get('content-type'));
  try {
    const value = JSON.parse(text) as { readonly text?: unknown } | null;
    return typeof value?.text === 'string' ? value.text : text;
  } catch {
    // Plain text is an answer too: small servers send nothing else.
    return text.trim();
  }
}

/** `POST /audio/speech`: sound as it arrives. */
export async function openaiSpeech(
  { caller, dialect }: OpenaiServer,
  { text, voice }: SpeechRequest,
  { model, signal }: CallContext,
): ReturnType<NonNullable<ModelClient['speak']>> {
  const response = await callServer(caller, {
    model: model.name,
    path: pathOf(dialect(model.name), 'speech', model.name),
    json: {
      model: model.name,
      input: text,
      ...(voice === null ? {} : { voice }),
      response_format: 'mp3',
    },
    accept: 'audio/*',
    signal,
  });
  const limitBytes = caller.limits.responseBytesMax;
  const contentType = response.headers.get('content-type')?.split(';')[0] ?? '';
  return {
    mediaType: contentType.startsWith('audio/') ? contentType : 'audio/mpeg',
    audio: readable(streamBytes(response, { model: model.name, limitBytes })),
  };

  async function* readable(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (thrown) {
      throw readError(caller, { model: model.name, signal, thrown });
    }
  }
}
