import { AppError } from '@outpost/contracts';
import { featuresOf } from '@outpost/dsl';
import type { App } from '@outpost/store';
import type { UploadedAudio } from '../http/read-audio.ts';
import type { Services } from '../services.ts';

const speechMs = 300_000;

/** Speech in and out of an app, as far as its maker switched it on. */
export function createSpeech({ runnables, modelsOf }: Pick<Services, 'runnables' | 'modelsOf'>) {
  async function features(app: App) {
    const { document } = await runnables.published(app);
    return featuresOf(document);
  }

  return {
    /** `readAudio` is called once it is known that the app takes speech. Throws `speech_to_text_disabled`, `speech_to_text_unsupported`. */
    async transcribe(app: App, readAudio: () => Promise<UploadedAudio>): Promise<string> {
      if (!(await features(app)).speech_to_text.enabled)
        throw new AppError('speech_to_text_disabled', { details: { app: app.name } });
      const audio = await readAudio();
      try {
        const model = await modelsOf(app.workspaceId).speechToText(null);
        return await model.transcribe(audio, { signal: AbortSignal.timeout(speechMs) });
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'model_kind_unsupported')) throw error;
        throw new AppError('speech_to_text_unsupported', {
          details: { reason: error.message },
          cause: error,
        });
      }
    },

    /** `readText` is called once it is known that the app speaks. Throws `text_to_speech_disabled`. */
    async speak(
      app: App,
      {
        readText,
        voice,
        signal,
      }: {
        readonly readText: () => Promise<string>;
        readonly voice: string | undefined;
        readonly signal: AbortSignal;
      },
    ): Promise<Response> {
      const { text_to_speech: speech } = await features(app);
      if (!speech.enabled)
        throw new AppError('text_to_speech_disabled', { details: { app: app.name } });
      const text = await readText();
      if (text.trim() === '')
        throw new AppError('request_invalid', {
          details: { path: 'text', reason: 'there is nothing to say' },
        });
      const model = await modelsOf(app.workspaceId).textToSpeech(null);
      const { audio, mediaType } = await model.speak(
        { text, voice: voice || speech.voice || null },
        { signal: AbortSignal.any([signal, AbortSignal.timeout(speechMs)]) },
      );
      return new Response(ReadableStream.from(audio), { headers: { 'content-type': mediaType } });
    },
  };
}
