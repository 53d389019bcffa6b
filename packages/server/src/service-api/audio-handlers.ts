import { AppError } from '@outpost/contracts';
import { createSpeech } from '../chat/speech.ts';
import { readAudio } from '../http/read-audio.ts';
import type { Services } from '../services.ts';
import { optionalText, optionalUuid } from './request-fields.ts';
import type { ServiceCall, ServiceHandlers } from './service-router.ts';

type Names = 'audioToText' | 'textToAudio';

export function audioHandlers(services: Services): Pick<ServiceHandlers, Names> {
  const { store } = services;
  const speech = createSpeech(services);

  async function answerOf({ app, endUser }: ServiceCall, messageId: string): Promise<string> {
    const message = await store.messages.get(app.id, messageId);
    if (!message || message.endUserId !== endUser.id)
      throw new AppError('not_found', { details: { thing: `The message ${messageId}` } });
    return message.answer;
  }

  return {
    audioToText: async ({ app, request }) =>
      Response.json({ text: await speech.transcribe(app, () => readAudio(request)) }),

    async textToAudio(call) {
      const { app, body, request } = call;
      return speech.speak(app, {
        voice: optionalText(body, 'voice'),
        signal: request.signal,
        async readText() {
          const messageId = optionalUuid(body, 'message_id');
          return messageId === null
            ? (optionalText(body, 'text') ?? '')
            : answerOf(call, messageId);
        },
      });
    },
  };
}
