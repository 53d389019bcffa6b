import { AppError } from '@outpost/contracts';
import type { Conversation } from '@outpost/store';
import type { Services } from '../services.ts';
import type { SiteCall, SiteHandlers } from './site-router.ts';
import { presentMessages } from './present-messages.ts';

type Names = 'listConversations' | 'updateConversation' | 'deleteConversation' | 'listMessages';

export function conversationHandlers(services: Services): Pick<SiteHandlers, Names> {
  const { store, runnables, chatTexts } = services;

  /** Another visitor's conversation counts as missing. */
  async function own({ site, visitor }: SiteCall, id: string): Promise<Conversation> {
    const found = await store.conversations.get(site.app.id, id, { endUserId: visitor.id });
    if (!found) throw new AppError('not_found', { details: { thing: `The conversation ${id}` } });
    return found;
  }

  /** Null when there is nothing to name it after, or a model cannot. */
  async function writtenName({ site }: SiteCall, { id }: Conversation): Promise<string | null> {
    // The first turn stands at the far end of the newest page unless the conversation is long.
    const { items, hasMore } = await store.messages.list(id, { limit: 100 });
    const [first] = items;
    if (!first || hasMore) return null;
    return chatTexts.titleOf(await runnables.published(site.app), first);
  }

  return {
    async listConversations({ site, visitor }, { query }) {
      const owner = { endUserId: visitor.id };
      const { items, hasMore } = await store.conversations.list(site.app.id, owner, query);
      return { data: items.map(presentConversation), hasMore };
    },

    async updateConversation(call, { params, body }) {
      const conversation = await own(call, params.conversationId);
      const { pinned, nameIt } = body;
      const name = nameIt ? await writtenName(call, conversation) : (body.name ?? null);
      await store.conversations.update(conversation.id, {
        ...(name === null ? {} : { name }),
        ...(pinned === undefined ? {} : { pinned }),
      });
      return presentConversation(await own(call, conversation.id));
    },

    async deleteConversation(call, { params }) {
      await store.conversations.remove((await own(call, params.conversationId)).id);
    },

    async listMessages(call, { params, query }) {
      const conversation = await own(call, params.conversationId);
      const { items, hasMore } = await store.messages.list(conversation.id, query);
      return { data: await presentMessages(services, items), hasMore };
    },
  };
}

function presentConversation(conversation: Conversation) {
  const { id, name, pinned, introduction, inputs, createdAt, updatedAt } = conversation;
  return { id, name, pinned, introduction, inputs: { ...inputs }, createdAt, updatedAt };
}
