/**
 * Nudges between parts of the product that may run in different processes: “stop this run”, “there
 * are new events”. A signal is small, may be lost when a connection breaks, and is never the only
 * place where something is written.
 */
export interface Signals {
  /**
   * Reaches the subscribers of all processes after the caller's own turn; those of this process have
   * heard it when the promise resolves.
   */
  readonly publish: (channel: string, payload: string) => Promise<void>;
  /** The result unsubscribes. */
  readonly subscribe: (channel: string, listener: (payload: string) => void) => () => void;
  /** Told when signals of other processes may have been lost; the result unsubscribes. */
  readonly onGap: (listener: () => void) => () => void;
}

/** Largest payload in UTF-8 bytes: PostgreSQL takes 8,000 with the channel's name. */
const signalBytesMax = 7_000;

/** The subscribers of this process. */
export interface SignalListeners {
  readonly subscribe: Signals['subscribe'];
  readonly onGap: Signals['onGap'];
  readonly deliver: (channel: string, payload: string) => void;
  readonly tellGap: () => void;
}

export function createSignalListeners(): SignalListeners {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const gapListeners = new Set<() => void>();
  return {
    subscribe(channel, listener) {
      const all = listeners.get(channel) ?? new Set();
      listeners.set(channel, all);
      // A function of its own, so that one listener may subscribe twice.
      const entry = (payload: string): void => listener(payload);
      all.add(entry);
      return () => {
        all.delete(entry);
        if (all.size === 0 && listeners.get(channel) === all) listeners.delete(channel);
      };
    },
    onGap(listener) {
      const entry = (): void => listener();
      gapListeners.add(entry);
      return () => gapListeners.delete(entry);
    },
    deliver(channel, payload) {
      for (const listener of listeners.get(channel) ?? []) listener(payload);
    },
    tellGap() {
      for (const listener of gapListeners) listener();
    },
  };
}

export function assertSignalSize(payload: string): void {
  if (Buffer.byteLength(payload) > signalBytesMax)
    throw new Error(`A signal carries at most ${signalBytesMax} bytes; write it to a table.`);
}
