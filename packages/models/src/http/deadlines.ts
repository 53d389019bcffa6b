import { AppError, type Clock } from '@outpost/contracts';

/** How long one call may take, in milliseconds. */
export interface TimeLimits {
  /** Making the connection; kept by the `fetch` that was passed in. */
  readonly connectMs: number;
  /** From sending to the first piece of the answer. */
  readonly firstTokenMs: number;
  /** Between two signs of life once the answer has begun. */
  readonly idleMs: number;
  readonly totalMs: number;
}

export interface Deadlines {
  /** Aborts when the caller's signal does, or with `model_timed_out` when a limit is reached. */
  readonly signal: AbortSignal;
  /** The server sent something. */
  progress(): void;
  /** The first piece of the answer is here. */
  begun(): void;
  dispose(): void;
}

/** Watches one call. The idle watch is one timer that looks back, not one timer a chunk. */
export function startDeadlines({
  clock,
  limits,
  model,
  signal,
  streamed,
}: {
  readonly clock: Clock;
  readonly limits: TimeLimits;
  readonly model: string;
  readonly signal: AbortSignal;
  /** False: the answer comes as a whole, and only the total counts. */
  readonly streamed: boolean;
}): Deadlines {
  const controller = new AbortController();
  const cancels: (() => void)[] = [];
  let lastSignAt = clock.monotonic();
  let cancelFirst = (): void => {};
  let hasBegun = false;

  const expire = (limit: keyof TimeLimits): void => {
    const details = { model, limit: limitNames[limit], valueMs: limits[limit] };
    controller.abort(new AppError('model_timed_out', { details }));
  };
  const watchIdle = (delayMs: number): void => {
    cancels[idleSlot] = clock.after(delayMs, () => {
      const leftMs = lastSignAt + limits.idleMs - clock.monotonic();
      if (leftMs <= 0) expire('idleMs');
      else watchIdle(leftMs);
    });
  };
  const forward = (): void => controller.abort(signal.reason);

  if (signal.aborted) forward();
  else {
    signal.addEventListener('abort', forward, { once: true });
    cancels[totalSlot] = clock.after(limits.totalMs, () => expire('totalMs'));
    if (streamed) cancelFirst = clock.after(limits.firstTokenMs, () => expire('firstTokenMs'));
    cancels[firstSlot] = cancelFirst;
  }
  return {
    signal: controller.signal,
    progress() {
      lastSignAt = clock.monotonic();
    },
    begun() {
      if (hasBegun || !streamed) return;
      hasBegun = true;
      cancelFirst();
      lastSignAt = clock.monotonic();
      watchIdle(limits.idleMs);
    },
    dispose() {
      signal.removeEventListener('abort', forward);
      for (const cancel of cancels) cancel?.();
    },
  };
}

const totalSlot = 0;
const firstSlot = 1;
const idleSlot = 2;

/** The names people meet in messages and in the settings. */
const limitNames: Readonly<Record<keyof TimeLimits, string>> = {
  connectMs: 'connect',
  firstTokenMs: 'first_token',
  idleMs: 'idle',
  totalMs: 'total',
};
