import { AppError } from '@outpost/contracts';
import { featuresOf } from '@outpost/dsl';
import type { Readable } from 'node:stream';
import { readUpload } from '../http/upload.ts';
import type { Services } from '../services.ts';
import { invalid, optionalText, optionalUuid } from './request-fields.ts';
import type { ServiceCall, ServiceHandlers } from './service-router.ts';

type Names = 'audioToText' | 'textToAudio';

const limitMegabytes = 30;
const audioBytesMax = limitMegabytes * 1024 * 1024;
const speechMs = 300_000;

export function audioHandlers({
  runnables,
  modelsOf,
  store,
}: Services): Pick<ServiceHandlers, Names> {
  async function features({ app }: ServiceCall) {
    const { document } = await runnables.published(app);
    return featuresOf(document);
  }

  return {
    async audioToText(call) {
      const { app, request } = call;
      if (!(await features(call)).speech_to_text.enabled)
        throw new AppError('speech_to_text_disabled', { details: { app: app.name } });
      const audio = await readAudio(request);
      try {
        const model = await modelsOf(app.workspaceId).speechToText(null);
        const signal = AbortSignal.timeout(speechMs);
        return Response.json({ text: await model.transcribe(audio, { signal }) });
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'model_kind_unsupported')) throw error;
        throw new AppError('speech_to_text_unsupported', {
          details: { reason: error.message },
          cause: error,
        });
      }
    },

    async textToAudio(call) {
      const { app, body } = call;
      const { text_to_speech: speech } = await features(call);
      if (!speech.enabled)
        throw new AppError('text_to_speech_disabled', { details: { app: app.name } });
      const messageId = optionalUuid(body, 'message_id');
      const text =
        messageId === null ? optionalText(body, 'text') : await answerOf(call, messageId);
      if (text === undefined || text.trim() === '')
        throw invalid('text', 'there is nothing to say');
      const voice = optionalText(body, 'voice') || speech.voice || null;
      const model = await modelsOf(app.workspaceId).textToSpeech(null);
      const signal = AbortSignal.any([call.request.signal, AbortSignal.timeout(speechMs)]);
      const { audio, mediaType } = await model.speak({ text, voice }, { signal });
      return new Response(ReadableStream.from(audio), { headers: { 'content-type': mediaType } });
    },
  };

  async function answerOf({ app, endUser }: ServiceCall, messageId: string): Promise<string> {
    const message = await store.messages.get(app.id, messageId);
    if (!message || message.endUserId !== endUser.id)
      throw new AppError('not_found', { details: { thing: `The message ${messageId}` } });
    return message.answer;
  }
}

async function readAudio(request: Request) {
  const limits = {
    fileBytesMax: audioBytesMax + 1,
    filesMax: 1,
    fieldBytesMax: 64 * 1024,
    fieldsMax: 50,
  };
  const { files } = await readUpload(
    request,
    limits,
    async ({ fieldName, filename, mediaType, stream }) => {
      if (fieldName !== 'file') return void stream.resume();
      const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
      if (!audioTypes.has(type)) {
        stream.resume();
        throw new AppError('audio_type_unsupported', { details: { type: mediaType } });
      }
      return { bytes: await gather(stream), mediaType, filename: filename || 'audio.mp3' };
    },
  );
  const audio = files.find((file) => file !== undefined);
  if (!audio) throw new AppError('audio_missing');
  return audio;
}

async function gather(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > audioBytesMax)
      throw new AppError('audio_too_large', { details: { limitMegabytes } });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The list that clients know, and the names by which browsers and Python call the same types. */
const audioTypes: ReadonlySet<string> = new Set(
  'mp3 mpga m4a x-m4a wav amr mpeg mp4 x-wav wave vnd.wave webm ogg flac aac'
    .split(' ')
    .map((name) => `audio/${name}`),
);
