/**
 * Hears a run to its end whatever stands between. It reads the stream that began the run; when that
 * breaks, or a gateway holds it back, it comes again with the number of the last event:
 *
 *     stream ──end of the run──► done
 *       │ breaks             ┌─► stream after the last event, waiting longer each time
 *       └────────────────────┤
 *       nothing for a while  └─► poll: questions that wait for news, until the end
 *
 * Every event is told once and in order.
 */
import type { RunEvent, RunEventsPolled } from '@outpost/contracts';
import type { ConsoleClient } from './console-client.ts';
import { isConsoleError } from './console-error.ts';
import { readEventStream } from './event-stream.ts';

export interface FollowRunOptions {
  readonly client: Pick<ConsoleClient, 'call'>;
  readonly runId: string;
  /** The answer that began the run; absent to begin with `after`. */
  readonly answer?: Response;
  /** The `seq` of the last event that is held. */
  readonly after?: number;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  readonly limits?: Partial<FollowLimits>;
}

export interface FollowLimits {
  /** A stream that says nothing for so long is held back by something: the server pings every 10 s. */
  readonly silenceMs: number;
  /** Failed attempts in a row before it gives up. */
  readonly attemptsMax: number;
  readonly pauseMs: number;
  readonly pauseMaxMs: number;
  /** How long a question waits for news; gateways cut at 30 s. */
  readonly waitMs: number;
}

const usualLimits: FollowLimits = {
  silenceMs: 25_000,
  attemptsMax: 8,
  pauseMs: 400,
  pauseMaxMs: 8000,
  waitMs: 20_000,
};

/**
 * Resolves when the run is over or waits for somebody. Throws what the server refuses, the last
 * failure when too many attempts failed, and the signal's reason.
 */
export async function followRun(options: FollowRunOptions): Promise<void> {
  const { client, runId, onEvent, signal } = options;
  const limits = { ...usualLimits, ...options.limits };
  let after = options.after ?? 0;
  let isOver = false;
  let failures = 0;
  let polls = false;
  let lastError: unknown = new Error('The run cannot be followed.');
  let answer = options.answer;

  const take = (event: RunEvent): void => {
    signal.throwIfAborted();
    if (event.seq <= after) return;
    after = event.seq;
    failures = 0;
    isOver = event.type === 'run-end' || event.type === 'run-pause';
    onEvent(event);
  };
  const stream = async (): Promise<void> => {
    const given = answer;
    answer = undefined;
    const response =
      given ??
      (await client.call('runEvents', {
        params: { runId },
        headers: { 'last-event-id': String(after) },
        signal,
      }));
    for await (const { data } of readEventStream(heard(response, limits.silenceMs))) {
      take(JSON.parse(data) as RunEvent);
      if (isOver) return;
    }
  };
  const poll = async (): Promise<void> => {
    const response = await client.call('runEvents', {
      params: { runId },
      query: { mode: 'poll', after, waitMs: limits.waitMs },
      signal,
    });
    const { events, done } = (await response.json()) as RunEventsPolled;
    for (const event of events) take(event as unknown as RunEvent);
    failures = 0;
    isOver ||= done;
  };

  while (!isOver) {
    signal.throwIfAborted();
    const before = after;
    try {
      await (polls ? poll() : stream());
      // A stream that was cut before it said anything new is no better than one that broke.
      if (!polls && after === before) failures += 1;
    } catch (error) {
      signal.throwIfAborted();
      if (isRefusal(error)) throw error;
      lastError = error;
      failures += 1;
      if (error instanceof SilentStream) polls = true;
    }
    if (isOver) return;
    if (failures >= limits.attemptsMax) throw lastError;
    if (failures >= 2) polls = true;
    if (failures > 0)
      await pause(Math.min(limits.pauseMs * 2 ** failures, limits.pauseMaxMs), signal);
  }
}

/** What no further attempt makes better. */
function isRefusal(error: unknown): boolean {
  return (
    isConsoleError(error) &&
    error.code !== 'foreign_answer' &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 408 &&
    error.status !== 429
  );
}

class SilentStream extends Error {
  constructor() {
    super('The stream says nothing.');
    this.name = 'SilentStream';
  }
}

/** The same answer, which fails when nothing at all comes for a while. */
function heard(response: Response, silenceMs: number): Response {
  if (!response.body) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const silent = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new SilentStream()), silenceMs);
      });
      try {
        const { done, value } = await Promise.race([reader.read(), silent]);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
        await reader.cancel().catch(() => undefined);
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, { headers: response.headers });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }
    signal.addEventListener('abort', stop, { once: true });
  });
}
