import type { RunEvent } from '@outpost/contracts';
import type { LiveRun } from '../runs/live-run.ts';
import type { RunService } from '../runs/run-service.ts';
import { withoutSeal } from '../runs/secret-mask.ts';
import { eventStream } from '../http/event-stream.ts';

/**
 * A run that was just started, as server-sent events; the run goes on when the reader leaves.
 * Every event has its number as id, so the reader may come back to `followEvents`.
 */
export function liveEvents(live: LiveRun): Response {
  return eventStream({
    headers: { 'x-run-id': live.runId },
    start(sink) {
      const leave = live.subscribeStored(0, (event) => sink.send(withoutSeal(event), event.seq));
      void live.done.then(() => sink.close());
      return leave;
    },
  });
}

/** A run's events after the last one the reader has, stored and live. */
export function followEvents(
  runs: RunService,
  runId: string,
  lastEventId: string | null,
): Response {
  const afterSeq = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0;
  return eventStream({
    headers: { 'x-run-id': runId },
    start: (sink) =>
      runs.follow(
        runId,
        afterSeq,
        (event) => sink.send(withoutSeal(event), event.seq),
        () => sink.close(),
      ),
  });
}

/**
 * The same as JSON, for gateways that hold streams back: waits for something new, at most `waitMs`,
 * and tells at most a thousand events at once.
 */
export function pollEvents(
  runs: RunService,
  runId: string,
  {
    after,
    waitMs,
    signal,
  }: { readonly after: number; readonly waitMs: number; readonly signal: AbortSignal },
): Promise<Response> {
  return new Promise((resolve) => {
    const events: RunEvent[] = [];
    let soon: NodeJS.Timeout | undefined;
    let leave = (): void => {};
    let answered = false;
    const answer = (done: boolean): void => {
      if (answered) return;
      answered = true;
      clearTimeout(late);
      clearTimeout(soon);
      // `follow` may tell the end before it has returned.
      queueMicrotask(() => leave());
      const told = events.slice(0, polledMax);
      const body = { events: told.map(withoutSeal), after: told.at(-1)?.seq ?? after };
      resolve(Response.json({ ...body, done: done && told.length === events.length }));
    };
    const late = setTimeout(() => answer(false), waitMs);
    signal.addEventListener('abort', () => answer(false), { once: true });
    leave = runs.follow(
      runId,
      after,
      (event) => {
        events.push(event);
        // What comes together is told together.
        soon ??= setTimeout(() => answer(false), gatherMs);
      },
      () => answer(true),
    );
  });
}

const polledMax = 1000;
const gatherMs = 50;
