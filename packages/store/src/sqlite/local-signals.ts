import { assertSignalSize, createSignalListeners, type Signals } from '../signals.ts';

/** Signals where there is one process. */
export function createLocalSignals(): Signals {
  const listeners = createSignalListeners();
  return {
    subscribe: listeners.subscribe,
    onGap: listeners.onGap,
    async publish(channel, payload) {
      assertSignalSize(payload);
      queueMicrotask(() => listeners.deliver(channel, payload));
    },
  };
}
