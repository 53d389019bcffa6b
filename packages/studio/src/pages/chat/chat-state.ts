/** What a chat page shows, and how it changes. Pure: the hook beside it asks the server. */
import type { SiteConversation, SiteEvent, SiteMessage, SiteRun } from '@outpost/contracts';
import { emptyReply, reduceReply, type ReplyState } from '../reply-state.ts';

/** A message with its answer as far as it has come. */
export interface ChatMessage extends SiteMessage {
  readonly reply: ReplyState;
}

export interface ChatState {
  readonly conversations: readonly SiteConversation[];
  readonly hasMoreConversations: boolean;
  /** Null = a conversation that nobody has begun. */
  readonly conversationId: string | null;
  readonly messages: readonly ChatMessage[];
  readonly hasOlder: boolean;
  readonly isLoading: boolean;
  /** Which of several answers is shown, by the message that they followed. */
  readonly chosen: Readonly<Record<string, string>>;
  /** What may be asked next, after the newest answer. */
  readonly suggestions: readonly string[];
}

export const firstChatState: ChatState = {
  conversations: [],
  hasMoreConversations: false,
  conversationId: null,
  messages: [],
  hasOlder: false,
  isLoading: false,
  chosen: {},
  suggestions: [],
};

export type ChatAction =
  | {
      readonly type: 'conversations';
      readonly conversations: readonly SiteConversation[];
      readonly hasMore: boolean;
      /** Whether they come behind those that are there. */
      readonly isNextPage: boolean;
    }
  | { readonly type: 'conversation-changed'; readonly conversation: SiteConversation }
  | { readonly type: 'conversation-removed'; readonly id: string }
  | { readonly type: 'conversation-opened'; readonly id: string | null }
  | {
      readonly type: 'messages';
      readonly conversationId: string;
      readonly messages: readonly SiteMessage[];
      readonly hasOlder: boolean;
      readonly isOlderPage: boolean;
    }
  | { readonly type: 'sent'; readonly message: SiteMessage }
  | { readonly type: 'refused'; readonly id: string }
  | { readonly type: 'started'; readonly id: string; readonly run: SiteRun }
  | { readonly type: 'event'; readonly id: string; readonly event: SiteEvent }
  | { readonly type: 'rated'; readonly id: string; readonly rating: SiteMessage['rating'] }
  | { readonly type: 'chosen'; readonly parentId: string; readonly id: string }
  | { readonly type: 'suggested'; readonly questions: readonly string[] };

export function reduceChat(state: ChatState, action: ChatAction): ChatState {
  switch (action.type) {
    case 'conversations': {
      const { conversations, hasMore, isNextPage } = action;
      return {
        ...state,
        conversations: isNextPage ? [...state.conversations, ...conversations] : conversations,
        hasMoreConversations: hasMore,
      };
    }
    case 'conversation-changed': {
      const { conversation } = action;
      const others = state.conversations.filter(({ id }) => id !== conversation.id);
      const isKnown = others.length < state.conversations.length;
      return {
        ...state,
        conversations: isKnown
          ? state.conversations.map((other) =>
              other.id === conversation.id ? conversation : other,
            )
          : [conversation, ...others],
      };
    }
    case 'conversation-removed': {
      const conversations = state.conversations.filter(({ id }) => id !== action.id);
      const next = { ...state, conversations };
      return state.conversationId === action.id ? opened(next, null) : next;
    }
    case 'conversation-opened':
      return opened(state, action.id);
    case 'messages': {
      // Of another conversation than the one that is looked at by now.
      if (action.conversationId !== state.conversationId) return state;
      const read = action.messages.map(withReply);
      return {
        ...state,
        isLoading: false,
        hasOlder: action.hasOlder,
        messages: action.isOlderPage ? [...read, ...state.messages] : read,
      };
    }
    case 'sent':
      return {
        ...state,
        suggestions: [],
        messages: [...state.messages, withReply(action.message)],
        // The newest of several answers is the one that is waited for.
        chosen: without(state.chosen, action.message.parentId),
      };
    case 'refused':
      return { ...state, messages: state.messages.filter(({ id }) => id !== action.id) };
    case 'started':
      return started(state, action);
    case 'event':
      return changeMessage(state, action.id, (message) => ({
        ...message,
        reply: reduceReply(message.reply, action.event),
      }));
    case 'rated':
      return changeMessage(state, action.id, (message) => ({ ...message, rating: action.rating }));
    case 'chosen':
      return { ...state, chosen: { ...state.chosen, [action.parentId]: action.id } };
    case 'suggested':
      return { ...state, suggestions: action.questions };
    default:
      return action satisfies never;
  }
}

function opened(state: ChatState, id: string | null): ChatState {
  const { conversations, hasMoreConversations } = state;
  const isLoading = id !== null;
  return { ...firstChatState, conversations, hasMoreConversations, conversationId: id, isLoading };
}

/** A message that was only sent gets the id by which the server knows it. */
function started(
  state: ChatState,
  { id, run }: { readonly id: string; readonly run: SiteRun },
): ChatState {
  const isHere = state.messages.some((message) => message.id === id);
  // Somebody went on to another conversation meanwhile.
  if (!isHere) return state;
  const { messageId, conversationId, runId, answer, createdAt } = run;
  const next = changeMessage(state, id, (message) => ({
    ...message,
    id: messageId ?? id,
    conversationId,
    runId,
    createdAt,
    reply: answer === null ? message.reply : { ...message.reply, status: 'normal', text: answer },
  }));
  return { ...next, conversationId: conversationId ?? state.conversationId };
}

function changeMessage(
  state: ChatState,
  id: string,
  change: (message: ChatMessage) => ChatMessage,
): ChatState {
  const messages = state.messages.map((message) => (message.id === id ? change(message) : message));
  return { ...state, messages };
}

function withReply(message: SiteMessage): ChatMessage {
  const { status, answer, error, citations, answerFiles } = message;
  return {
    ...message,
    reply: { ...emptyReply, status, text: answer, error, citations, files: answerFiles },
  };
}

function without(
  chosen: Readonly<Record<string, string>>,
  parentId: string | null,
): Readonly<Record<string, string>> {
  if (parentId === null || chosen[parentId] === undefined) return chosen;
  const { [parentId]: _dropped, ...rest } = chosen;
  return rest;
}
