import { featuresOf } from '@outpost/dsl';
import { createSpeech } from '../chat/speech.ts';
import type { Services } from '../services.ts';
import { presentMessages } from './present-messages.ts';
import type { SiteHandlers } from './site-router.ts';
import { visitorMessage } from './visitor-message.ts';

type Names =
  | 'readMessage'
  | 'rateMessage'
  | 'suggestQuestions'
  | 'saveMessage'
  | 'listSaved'
  | 'speak';

export function messageHandlers(services: Services): Pick<SiteHandlers, Names> {
  const { clock, store, runnables, chatTexts } = services;
  const speech = createSpeech(services);

  return {
    async readMessage(call, { params }) {
      const message = await visitorMessage(store, call, params.messageId);
      const [presented] = await presentMessages(services, [message]);
      if (!presented) throw new Error('A message is presented as one.');
      return presented;
    },

    async rateMessage(call, { params, body }) {
      const message = await visitorMessage(store, call, params.messageId);
      await store.feedbacks.set({
        appId: call.site.app.id,
        conversationId: message.conversationId,
        messageId: message.id,
        fromSource: 'user',
        endUserId: call.visitor.id,
        accountId: null,
        content: body.comment === '' ? null : body.comment,
        rating: body.rating,
      });
    },

    async suggestQuestions(call, { params }) {
      const message = await visitorMessage(store, call, params.messageId);
      const runnable = await runnables.published(call.site.app);
      if (!featuresOf(runnable.document).suggested_questions_after_answer.enabled)
        return { data: [] };
      const written =
        message.suggestedQuestions ?? (await chatTexts.nextQuestions(runnable, message));
      return { data: [...written] };
    },

    async saveMessage(call, { params, body }) {
      const message = await visitorMessage(store, call, params.messageId);
      await store.messages.update(message.id, { savedAt: body.saved ? clock.now() : null });
    },

    async listSaved({ site, visitor }, { query }) {
      const { items, hasMore } = await store.messages.saved(site.app.id, visitor.id, query);
      return { data: await presentMessages(services, items), hasMore };
    },

    speak: async (call, { params }) =>
      speech.speak(call.site.app, {
        voice: undefined,
        signal: call.request.signal,
        readText: async () => (await visitorMessage(store, call, params.messageId)).answer,
      }),
  };
}
