import { AppError } from '@outpost/contracts';

/** Bounds the calls that run at a time, by name, with a bounded queue. */
export interface Slots {
  /**
   * Waits for a turn; the result gives it back, once. Throws `model_busy` when the queue is full,
   * or the signal's reason.
   */
  acquire(
    name: string,
    bounds: { readonly concurrency: number; readonly waitingMax: number },
    signal: AbortSignal,
  ): Promise<() => void>;
}

export function createSlots(): Slots {
  const lanes = new Map<string, Lane>();

  const release = (name: string, lane: Lane): void => {
    lane.running -= 1;
    lane.waiting.shift()?.();
    if (lane.running === 0 && lane.waiting.length === 0) lanes.delete(name);
  };
  return {
    async acquire(name, { concurrency, waitingMax }, signal) {
      signal.throwIfAborted();
      const lane = lanes.get(name) ?? { running: 0, waiting: [] };
      lanes.set(name, lane);
      if (lane.running >= Math.max(1, concurrency)) {
        const waiting = lane.waiting.length;
        if (waiting >= waitingMax)
          throw new AppError('model_busy', { details: { model: name, concurrency, waiting } });
        await turn(lane, signal);
      } else lane.running += 1;
      let held = true;
      return () => {
        if (held) release(name, lane);
        held = false;
      };
    },
  };
}

interface Lane {
  running: number;
  readonly waiting: (() => void)[];
}

function turn(lane: Lane, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = (): void => {
      signal.removeEventListener('abort', leave);
      lane.running += 1;
      resolve();
    };
    const leave = (): void => {
      lane.waiting.splice(lane.waiting.indexOf(enter), 1);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    lane.waiting.push(enter);
    signal.addEventListener('abort', leave, { once: true });
  });
}
