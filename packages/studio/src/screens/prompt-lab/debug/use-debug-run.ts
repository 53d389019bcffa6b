import type { RunEvent } from '@outpost/contracts';
import { useCallback, useRef, useState } from 'react';
import { readEventStream } from '../../../api/event-stream.ts';
import { useClient } from '../../../app/session.tsx';
import type { FileMapping } from '../../../editor/file-mapping.ts';
import { useText } from '../../../text/text-context.tsx';
import { errorWords } from '../../../ui/failure.tsx';
import { afterEvent, afterFailure, isOver, newTurn, type Turn } from '../model/debug-turns.ts';
import { overrideOf, type Column } from '../model/lab-columns.ts';

export interface Question {
  readonly query: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly files: readonly FileMapping[];
}

export type TurnsByColumn = Readonly<Record<number, readonly Turn[]>>;

/** Asks the draft, in every column; each column keeps a conversation of its own. */
export function useDebugRun(appId: string, isChat: boolean) {
  const client = useClient();
  const text = useText();
  const [turns, setTurns] = useState<TurnsByColumn>({});
  const lastId = useRef(0);
  const running = useRef(new Set<AbortController>());

  const change = useCallback(
    (column: number, id: number, next: (turn: Turn) => Turn) =>
      setTurns((all) => ({
        ...all,
        [column]: (all[column] ?? []).map((turn) => (turn.id === id ? next(turn) : turn)),
      })),
    [],
  );

  const askOne = async (column: Column, question: Question): Promise<void> => {
    lastId.current += 1;
    const id = lastId.current;
    const earlier = turns[column.id] ?? [];
    const conversationId = isChat
      ? (earlier.findLast((turn) => turn.conversationId !== null)?.conversationId ?? null)
      : null;
    const turn = newTurn(id, question, Date.now());
    setTurns((all) => ({
      ...all,
      [column.id]: isChat ? [...(all[column.id] ?? []), turn] : [turn],
    }));
    const controller = new AbortController();
    running.current.add(controller);
    const override = overrideOf(column);
    try {
      const answer = await client.call('runApp', {
        params: { appId },
        body: {
          inputs: { ...question.inputs },
          query: question.query,
          files: question.files.map((file) => ({ ...file })),
          conversationId,
          ...(override ? { override } : {}),
        },
        signal: controller.signal,
      });
      const runId = answer.headers.get('x-run-id');
      change(column.id, id, (before) => ({ ...before, runId }));
      for await (const { data } of readEventStream(answer)) {
        const event = JSON.parse(data || 'null') as RunEvent | null;
        if (event) change(column.id, id, (before) => afterEvent(before, event, Date.now()));
      }
    } catch (thrown) {
      const words = controller.signal.aborted ? text('lab.stopped') : errorWords(thrown, text);
      change(column.id, id, (before) =>
        isOver(before) ? before : afterFailure(before, words, Date.now()),
      );
    } finally {
      running.current.delete(controller);
    }
  };

  const all = Object.values(turns).flat();
  return {
    turns,
    isRunning: all.some((turn) => !isOver(turn)),
    ask: (columns: readonly Column[], question: Question): void => {
      for (const column of columns) void askOne(column, question);
    },
    /** Ends the runs on the server; their streams then end by themselves. */
    stop: (): void => {
      for (const { runId, ...turn } of all)
        if (runId !== null && !isOver({ runId, ...turn }))
          void client.call('stopRun', { params: { runId } }).catch(() => undefined);
    },
    restart: (): void => {
      for (const controller of running.current) controller.abort();
      setTurns({});
    },
  };
}
