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
