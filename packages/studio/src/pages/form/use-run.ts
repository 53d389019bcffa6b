import type { SiteRun } from '@outpost/contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { followRun } from '../follow-run.ts';
import { emptyReply, reduceReply, type ReplyState } from '../reply-state.ts';
import { useVisit } from '../visit-context.ts';

/** One result: a run that was begun here, and what it has said so far. */
export interface Result {
  /** Of this page only. */
  readonly key: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly runId: string | null;
  readonly messageId: string | null;
  readonly reply: ReplyState;
  readonly rating: 'like' | 'dislike' | null;
  readonly saved: boolean;
}

export interface Runs {
  /** Newest first. */
  readonly results: readonly Result[];
  readonly isConnected: boolean;
  readonly fault: unknown;
  run(inputs: Readonly<Record<string, unknown>>): Promise<void>;
  moreLike(result: Result): Promise<void>;
  stop(result: Result): void;
  rate(result: Result, rating: Result['rating']): void;
  save(result: Result, saved: boolean): void;
}

/** Runs of a text generator or a workflow, one after the other. */
export function useRuns(): Runs {
  const { client, network } = useVisit();
  const [results, setResults] = useState<readonly Result[]>([]);
  const [isConnected, setConnected] = useState(true);
  const [fault, setFault] = useState<unknown>(null);
  const lastKey = useRef(0);
  const visit = useRef(new AbortController());
  useEffect(() => {
    visit.current = new AbortController();
    return () => visit.current.abort();
  }, []);

  const change = useCallback(
    (key: number, patch: (result: Result) => Partial<Result>): void =>
      setResults((before) =>
        before.map((result) => (result.key === key ? { ...result, ...patch(result) } : result)),
      ),
    [],
  );
  const begin = useCallback(
    async (
      inputs: Readonly<Record<string, unknown>>,
      start: () => Promise<SiteRun>,
    ): Promise<void> => {
      lastKey.current += 1;
      const key = lastKey.current;
      const { signal } = visit.current;
      const first: Result = {
        key,
        inputs,
        runId: null,
        messageId: null,
        reply: emptyReply,
        rating: null,
        saved: false,
      };
      setFault(null);
      setResults((before) => [first, ...before].slice(0, keptMax));
      try {
        const { runId, messageId, answer } = await start();
        change(key, () => ({ runId, messageId }));
        if (runId === null) {
          const reply = { ...emptyReply, status: 'normal', text: answer ?? '' } as const;
          change(key, () => ({ reply }));
          return;
        }
        await followRun({
          client,
          runId,
          network,
          signal,
          onConnection: setConnected,
          onEvent: (event) => change(key, ({ reply }) => ({ reply: reduceReply(reply, event) })),
        });
      } catch (error) {
        if (signal.aborted) return;
        setResults((before) => before.filter((result) => result.key !== key));
        setFault(error);
      }
    },
    [client, network, change],
  );

  return useMemo(
    (): Runs => ({
      results,
      isConnected,
      fault,
      run: (inputs) => begin(inputs, () => client.call('startRun', { body: { inputs } })),
      moreLike: ({ inputs, messageId }) =>
        begin(inputs, () =>
          client.call('moreLikeThis', { params: { messageId: messageId ?? '' } }),
        ),
      stop({ runId }) {
        if (runId !== null) client.call('stopRun', { params: { runId } }).catch(setFault);
      },
      rate({ key, messageId }, rating) {
        if (messageId === null) return;
        change(key, () => ({ rating }));
        client.call('rateMessage', { params: { messageId }, body: { rating } }).catch(setFault);
      },
      save({ key, messageId }, saved) {
        if (messageId === null) return;
        change(key, () => ({ saved }));
        client.call('saveMessage', { params: { messageId }, body: { saved } }).catch(setFault);
      },
    }),
    [results, isConnected, fault, begin, client, change],
  );
}

/** Results that the page holds; older ones go. */
const keptMax = 20;
