import type { SiteMessage } from '@outpost/contracts';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { readStored, store } from '../../start/browser-store.ts';
import { followRun } from '../follow-run.ts';
import type { AttachedFile } from '../form-values.ts';
import { noParent } from '../thread.ts';
import { useVisit } from '../visit-context.ts';
import { firstChatState, reduceChat, type ChatMessage, type ChatState } from './chat-state.ts';

interface Question {
  readonly query: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly files: readonly AttachedFile[];
  /** The message that it follows. */
  readonly parentId: string;
}

export interface Chat {
  readonly state: ChatState;
  readonly isConnected: boolean;
  /** What went wrong last; null = nothing that matters now. */
  readonly fault: unknown;
  readonly forgetFault: () => void;
  readonly open: (conversationId: string | null) => void;
  readonly loadOlder: () => Promise<void>;
  readonly loadMoreConversations: () => Promise<void>;
  /** False when the server did not take it. */
  readonly ask: (question: Question) => Promise<boolean>;
  stop(message: ChatMessage): void;
  rate(message: ChatMessage, rating: SiteMessage['rating']): void;
  choose(parentId: string, messageId: string): void;
  change(id: string, change: { readonly name?: string; readonly pinned?: boolean }): Promise<void>;
  remove(id: string): Promise<void>;
}

let sentCount = 0;

/** A visitor's conversations: the list, the one that is open, and the answers that are being written. */
export function useChat(): Chat {
  const { client, code, address, parameters, network } = useVisit();
  const [state, dispatch] = useReducer(reduceChat, firstChatState);
  const [isConnected, setConnected] = useState(true);
  const [fault, setFault] = useState<unknown>(null);
  /** What is followed now; left when another conversation is opened. */
  const following = useRef(new AbortController());
  const lastName = `last.${code}`;

  const readConversations = useCallback(
    async (lastId?: string): Promise<void> => {
      const page = { limit: 50, ...(lastId === undefined ? {} : { lastId }) };
      const [pinned, rest] = await Promise.all([
        lastId === undefined
          ? client.call('listConversations', { query: { ...page, pinned: 'true' } })
          : { data: [] },
        client.call('listConversations', { query: { ...page, pinned: 'false' } }),
      ]);
      dispatch({
        type: 'conversations',
        conversations: [...pinned.data, ...rest.data],
        hasMore: rest.hasMore,
        isNextPage: lastId !== undefined,
      });
    },
    [client],
  );

  const follow = useCallback(
    async (id: string, runId: string): Promise<void> => {
      const { signal } = following.current;
      try {
        await followRun({
          client,
          runId,
          network,
          signal,
          onConnection: setConnected,
          onEvent: (event) => dispatch({ type: 'event', id, event }),
        });
        if (signal.aborted) return;
        void readConversations().catch(() => {});
        if (!parameters.suggestsQuestions) return;
        const { data } = await client.call('suggestQuestions', {
          params: { messageId: id },
          signal,
        });
        dispatch({ type: 'suggested', questions: data });
      } catch (error) {
        if (!signal.aborted) setFault(error);
      }
    },
    [client, network, parameters, readConversations],
  );

  const open = useCallback(
    (conversationId: string | null): void => {
      following.current.abort();
      following.current = new AbortController();
      const { signal } = following.current;
      dispatch({ type: 'conversation-opened', id: conversationId });
      store(lastName, conversationId);
      if (conversationId === null) return;
      client
        .call('listMessages', { params: { conversationId }, query: { limit: 30 }, signal })
        .then(
          ({ data, hasMore }) => {
            dispatch({
              type: 'messages',
              conversationId,
              messages: data,
              hasOlder: hasMore,
              isOlderPage: false,
            });
            for (const { id, status, runId } of data)
              if (status === 'running' && runId !== null) void follow(id, runId);
          },
          (error: unknown) => {
            if (signal.aborted) return;
            // It was deleted, or is somebody else's: begin a new one.
            store(lastName, null);
            dispatch({ type: 'conversation-opened', id: null });
            setFault(error);
          },
        );
    },
    [client, follow, lastName],
  );

  useEffect(() => {
    readConversations().catch(setFault);
    const wanted = address.conversationId ?? readStored(lastName);
    // A form that the address fills in is for a new conversation.
    if (wanted !== null && Object.keys(address.inputs).length === 0) open(wanted);
    return () => following.current.abort();
  }, [readConversations, open, address, lastName]);

  const { conversationId } = state;
  const ask = useCallback(
    async ({ query, inputs, files, parentId }: Question): Promise<boolean> => {
      sentCount += 1;
      const id = `sent-${sentCount}`;
      const message = sentMessage({ id, query, inputs, files, parentId, conversationId });
      dispatch({ type: 'sent', message });
      try {
        const run = await client.call('startRun', {
          body: {
            query,
            inputs,
            files: files.map(({ reference }) => reference),
            conversationId,
            parentId,
          },
        });
        dispatch({ type: 'started', id, run });
        if (conversationId === null) {
          store(lastName, run.conversationId);
          void readConversations().catch(() => {});
        }
        if (run.runId !== null) void follow(run.messageId ?? id, run.runId);
        return true;
      } catch (error) {
        dispatch({ type: 'refused', id });
        setFault(error);
        return false;
      }
    },
    [client, conversationId, follow, lastName, readConversations],
  );

  return useMemo(
    (): Chat => ({
      state,
      isConnected,
      fault,
      forgetFault: () => setFault(null),
      open,
      ask,
      async loadOlder() {
        const [first] = state.messages;
        if (!first || conversationId === null) return;
        const { data, hasMore } = await client.call('listMessages', {
          params: { conversationId },
          query: { limit: 30, firstId: first.id },
        });
        dispatch({
          type: 'messages',
          conversationId,
          messages: data,
          hasOlder: hasMore,
          isOlderPage: true,
        });
      },
      loadMoreConversations: () =>
        readConversations(state.conversations.findLast(({ pinned }) => !pinned)?.id),
      stop({ runId }) {
        if (runId !== null) client.call('stopRun', { params: { runId } }).catch(setFault);
      },
      rate({ id }, rating) {
        dispatch({ type: 'rated', id, rating });
        client.call('rateMessage', { params: { messageId: id }, body: { rating } }).catch(setFault);
      },
      choose: (parentId, id) => dispatch({ type: 'chosen', parentId, id }),
      async change(id, change) {
        const params = { conversationId: id };
        const conversation = await client.call('updateConversation', { params, body: change });
        dispatch({ type: 'conversation-changed', conversation });
        if (change.pinned !== undefined) await readConversations();
      },
      async remove(id) {
        await client.call('deleteConversation', { params: { conversationId: id } });
        dispatch({ type: 'conversation-removed', id });
        if (id === conversationId) store(lastName, null);
      },
    }),
    [state, isConnected, fault, open, ask, client, conversationId, readConversations, lastName],
  );
}

/** A question as it is shown until the server has it. */
function sentMessage({
  id,
  query,
  inputs,
  files,
  parentId,
  conversationId,
}: Question & { readonly id: string; readonly conversationId: string | null }): SiteMessage {
  return {
    id,
    parentId: parentId || noParent,
    conversationId,
    runId: null,
    query,
    inputs: { ...inputs },
    answer: '',
    status: 'running',
    error: null,
    files: files.map(({ name, type, reference }) => ({
      id: reference['upload_file_id'] ?? null,
      name,
      type: type as SiteMessage['files'][number]['type'],
      mimeType: null,
      sizeBytes: -1,
      url: reference['url'] ?? '',
    })),
    answerFiles: [],
    citations: [],
    rating: null,
    saved: false,
    createdAt: Date.now(),
  };
}
