import type { Clock } from '../ports/clock.ts';

/** A clock that stands still until told to move; due callbacks run in order of their time. */
export function createTestClock(
  startMs = 1_760_000_000_000,
): Clock & { advance(byMs: number): void } {
  let nowMs = startMs;
  let timers: { readonly atMs: number; readonly callback: () => void }[] = [];
  return {
    now: () => nowMs,
    monotonic: () => nowMs - startMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(byMs) {
      const untilMs = nowMs + byMs;
      for (;;) {
        const due = timers
          .filter((timer) => timer.atMs <= untilMs)
          .sort((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = Math.max(nowMs, due.atMs);
        due.callback();
      }
      nowMs = untilMs;
    },
  };
}
