// One call of a plugin as its caller sees it: chunks to read, until the plugin ends it, it fails, its
// time is up or nobody reads any more. What the plugin asks the host meanwhile is answered here.
import { AppError, messageOf, type Clock } from '@outpost/contracts';
import type {
  BackwardsResponseMessage,
  HostMessage,
  InvokeData,
  SessionFailure,
} from '@outpost/plugin-sdk/wire';
import { createChunkQueue } from './chunk-queue.ts';
import type { PluginLimits } from './limits.ts';
import type { SessionListener } from './plugin-process.ts';

/** Answers what a plugin asks of the host: each item is one `response`. Throws what the plugin shall be told. */
export type AnswerInvoke = (
  invoke: InvokeData,
  options: { readonly signal: AbortSignal },
) => AsyncIterable<unknown>;

export interface SessionOptions {
  readonly plugin: string;
  readonly sessionId: string;
  readonly limits: PluginLimits;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly answer: AnswerInvoke;
  readonly send: (message: HostMessage) => void;
  /** What the plugin's exception becomes. */
  readonly errorFrom: (failure: SessionFailure) => AppError;
  /** The caller stopped waiting before the plugin was done. */
  readonly onAbandon: () => void;
  /** The plugin is done with it, however it went. */
  readonly onEnd: () => void;
}

export interface Session {
  readonly chunks: AsyncIterable<unknown>;
  readonly listener: SessionListener;
  /** The process could not take it. */
  fail(error: unknown): void;
}

export function createSession(options: SessionOptions): Session {
  const { limits, clock, plugin, signal, sessionId, send } = options;
  const stopInvokes = new AbortController();
  let over = false;
  let failure: AppError | null = null;
  let invokes = 0;

  const queue = createChunkQueue({
    charactersMax: limits.unreadCharactersMax,
    onLeave: () => abandon(),
  });
  const cancelTimeout = clock.after(options.timeoutMs, () =>
    abandon(
      new AppError('plugin_timed_out', {
        details: { plugin, limit: 'callMs', valueMs: options.timeoutMs },
      }),
    ),
  );
  const onAbort = (): void => abandon(signal.reason ?? new Error('The call was stopped.'));
  signal.addEventListener('abort', onAbort, { once: true });

  function settle(): boolean {
    if (over) return false;
    over = true;
    cancelTimeout();
    signal.removeEventListener('abort', onAbort);
    stopInvokes.abort(new Error('Nobody waits for this call any more.'));
    return true;
  }
  function abandon(reason?: unknown): void {
    if (!settle()) return;
    if (reason !== undefined) queue.fail(reason);
    options.onAbandon();
  }
  function reply(
    id: string,
    data: Omit<BackwardsResponseMessage['data'], 'backwards_request_id'>,
  ): void {
    send({
      session_id: sessionId,
      event: 'backwards_response',
      data: { backwards_request_id: id, ...data },
    });
  }
  async function respond(invoke: InvokeData): Promise<void> {
    const id = invoke.backwards_request_id;
    invokes += 1;
    try {
      if (over) throw new Error('Nobody waits for this call any more.');
      if (invokes > limits.invokesMax)
        throw new AppError('plugin_busy', {
          details: { plugin, value: limits.invokesMax, limit: 'invokesMax' },
        });
      const answers = options.answer(invoke, { signal: stopInvokes.signal });
      for await (const data of answers) {
        stopInvokes.signal.throwIfAborted();
        // A response without data would end the call in the plugin's eyes.
        if (data != null) reply(id, { event: 'response', message: 'stream', data });
      }
    } catch (error) {
      reply(id, { event: 'error', message: messageOf(error), data: null });
    } finally {
      invokes -= 1;
      reply(id, { event: 'end', message: '', data: null });
    }
  }

  return {
    chunks: queue,
    fail(error) {
      if (settle()) queue.fail(error);
    },
    listener: {
      stream(chunk, characters) {
        if (over || queue.push(chunk, characters)) return true;
        abandon(
          new AppError('plugin_flooded', {
            details: { plugin, limit: 'unreadCharactersMax', value: limits.unreadCharactersMax },
          }),
        );
        return false;
      },
      failure(said) {
        failure ??= options.errorFrom(said);
      },
      invoke(invoke) {
        if (invoke !== null) void respond(invoke);
        else
          failure ??= new AppError('plugin_answer_invalid', {
            details: { plugin, action: 'invoke', reason: 'the call has no type, id or request' },
          });
      },
      end() {
        if (settle()) {
          if (failure) queue.fail(failure);
          else queue.end();
        }
        options.onEnd();
      },
      broken(error) {
        if (settle()) queue.fail(error);
        options.onEnd();
      },
    },
  };
}
