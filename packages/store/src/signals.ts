/**
 * Nudges between parts of the product that may run in different processes: “stop this run”, “there
 * are new events”. A signal is small, may be lost when a connection breaks, and is never the only
 * place where something is written.
 */
export interface Signals {
  /** Reaches the subscribers of all processes, this one included, after the caller's own turn. */
  readonly publish: (channel: string, payload: string) => Promise<void>;
  /** The result unsubscribes. */
  readonly subscribe: (channel: string, listener: (payload: string) => void) => () => void;
}

/** Largest payload in UTF-8 bytes: PostgreSQL takes 8,000 with the channel's name. */
const signalBytesMax = 7_000;

/** The subscribers of this process. */
export interface SignalListeners {
  readonly subscribe: Signals['subscribe'];
  readonly deliver: (channel: string, payload: string) => void;
}

export function createSignalListeners(): SignalListeners {
  const listeners = new Map<string, Set<(payload: string) => void>>();
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
    deliver(channel, payload) {
      for (const listener of listeners.get(channel) ?? []) listener(payload);
    },
  };
}

export function assertSignalSize(payload: string): void {
  if (Buffer.byteLength(payload) > signalBytesMax)
    throw new Error(`A signal carries at most ${signalBytesMax} bytes; write it to a table.`);
}
