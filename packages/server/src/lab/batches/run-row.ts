/**
 * One test row through an app: a conversation of its own, nothing kept but the run's log. What
 * moderation would have shown in place of the answer is what the row is judged by.
 */
import {
  AppError,
  isChatMode,
  isGraphMode,
  type Clock,
  type ConversationHistory,
  type IdSource,
  type RunEnd,
  type Values,
  type Words,
} from '@outpost/contracts';
import type { Runnable } from '../../apps/runnables.ts';
import { moderationOf, reviewEvents } from '../../chat/moderation.ts';
import { replyOf } from '../../chat/reply.ts';
import type { FileService } from '../../files/file-service.ts';
import { resolveFiles } from '../../runs/resolve-files.ts';
import type { LiveRun } from '../../runs/live-run.ts';
import type { RunService } from '../../runs/run-service.ts';
import { textOfOutputs, type Answer } from '../judge/answer.ts';

export interface RowQuestion {
  readonly inputs: Values;
  readonly query: string;
}

export interface RowAnswer extends Answer {
  readonly runId: string | null;
  /** Null when the app answered. */
  readonly error: string | Words | null;
  readonly totalTokens: number;
  readonly totalPrice: string;
  readonly currency: string;
}

export interface RowRunner {
  readonly runs: RunService;
  readonly files: FileService;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** How long a row waits for its turn while the app or the installation has too many runs. */
const waitsMax = 60;
const waitMs = 1000;

/** Rejects when the inputs are wrong, and with the signal's reason when that aborts: the run is then stopped. */
export async function runRow(
  { runs, files, clock, ids }: RowRunner,
  runnable: Runnable,
  { inputs: given, query }: RowQuestion,
  { accountId, signal }: { readonly accountId: string; readonly signal: AbortSignal },
): Promise<RowAnswer> {
  const { app, document } = runnable;
  const isChat = isChatMode(app.mode);
  const refusal =
    isGraphMode(app.mode) && !isChat ? null : moderationOf(document).checkQuestion(query, given);
  if (refusal !== null) return { ...nothingSpent, text: refusal, outputs: {}, elapsedMs: 0 };
  const owner = { workspaceId: app.workspaceId, appId: app.id, endUserId: null, accountId };
  const inputs = runnable.readInputs(await resolveFiles(files, given, owner));
  const live = await whenThereIsRoom(clock, signal, () =>
    runs.start({
      runnable,
      userId: accountId,
      inputs,
      system: {
        files: [],
        ...(app.mode === 'workflow' ? {} : { query }),
        ...(isChat ? { conversation_id: ids.uuid(), dialogue_count: 0 } : {}),
      },
      conversation: Object.fromEntries(
        document.conversationVariables.map(({ name, value }) => [name, value]),
      ),
      ...(isChat ? { history: noHistory } : {}),
      run: {
        source: 'debugger',
        triggeredFrom: 'test-row',
        endUserId: null,
        accountId,
        conversationId: null,
        messageId: null,
      },
    }),
  );
  const end = await endOf(live, runs, signal);
  return answerOf(runnable, live, end);
}

async function whenThereIsRoom(
  clock: Clock,
  signal: AbortSignal,
  start: () => LiveRun,
): Promise<LiveRun> {
  for (let waits = 0; ; waits += 1) {
    signal.throwIfAborted();
    try {
      return start();
    } catch (error) {
      const isFull = error instanceof AppError && error.code === 'too_many_requests';
      if (!isFull || waits >= waitsMax) throw error;
    }
    await new Promise<void>((resolve) => clock.after(waitMs, resolve));
  }
}

async function endOf(live: LiveRun, runs: RunService, signal: AbortSignal): Promise<RunEnd | null> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    runs.stop(live.runId);
    reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const end = await Promise.race([live.done, aborted]);
    if (end.type === 'run-end') return end;
    runs.stop(live.runId);
    return null;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function answerOf({ app, document }: Runnable, live: LiveRun, end: RunEnd | null): RowAnswer {
  if (!end)
    return {
      ...nothingSpent,
      runId: live.runId,
      text: '',
      outputs: {},
      elapsedMs: 0,
      error: waits,
    };
  const isText = app.mode !== 'workflow';
  const events = isText ? reviewEvents(document, [], live.events) : live.events;
  const { usage } = end;
  return {
    runId: live.runId,
    text: isText ? replyOf(events, end).answer : textOfOutputs(end.outputs),
    outputs: isText ? {} : end.outputs,
    elapsedMs: end.elapsedMs,
    error: end.error === null ? null : end.error.message,
    totalTokens: end.totalTokens,
    totalPrice: usage.totalPrice,
    currency: usage.currency,
  };
}

const noHistory: ConversationHistory = { turns: () => Promise.resolve([]) };
const nothingSpent = {
  runId: null,
  error: null,
  totalTokens: 0,
  totalPrice: '0',
  currency: 'USD',
} as const;
const waits: Words = {
  en: 'The run waits for a person; a test cannot answer for one.',
  zh: '运行在等待人工处理，测试无法代替。',
};
