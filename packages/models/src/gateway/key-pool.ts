import { AppError, type Clock } from '@outpost/contracts';
import type { ProviderKey } from './settings.ts';

/** Chooses among the keys of a provider: in turn, leaving out those that rest. */
export interface KeyPool {
  /** The next key that does not rest. When all do: the soonest to wake, and why it rests. */
  take(pool: string, keys: readonly ProviderKey[]): KeyChoice;
  /** Lets a key rest. */
  rest(
    pool: string,
    key: ProviderKey,
    reason: { readonly restMs: number; readonly error: AppError },
  ): void;
}

type KeyChoice =
  | { readonly key: ProviderKey }
  | { readonly key: null; readonly waitMs: number; readonly error: AppError };

export function createKeyPool(clock: Clock): KeyPool {
  const resting = new Map<string, { readonly untilMs: number; readonly error: AppError }>();
  const lastUsed = new Map<string, string>();
  const nameOf = (pool: string, key: ProviderKey): string => `${pool}\u0000${key.id}`;

  return {
    take(pool, keys) {
      if (keys.length === 0) return { key: noKey };
      const nowMs = clock.monotonic();
      const last = keys.findIndex((key) => key.id === lastUsed.get(pool));
      let soonest: { untilMs: number; error: AppError } | null = null;
      for (let step = 1; step <= keys.length; step += 1) {
        const key = keys[(last + step) % keys.length] ?? noKey;
        const rest = resting.get(nameOf(pool, key));
        if (!rest || rest.untilMs <= nowMs) {
          resting.delete(nameOf(pool, key));
          if (keys.length > 1) lastUsed.set(pool, key.id);
          return { key };
        }
        if (!soonest || rest.untilMs < soonest.untilMs) soonest = rest;
      }
      // Cannot be null: there is a key, and none was free.
      const { untilMs = nowMs, error = new AppError('model_rate_limited') } = soonest ?? {};
      return { key: null, waitMs: untilMs - nowMs, error };
    },
    rest(pool, key, { restMs, error }) {
      if (restMs <= 0) return;
      // Keys come and go with the settings: what rests no longer is forgotten.
      if (resting.size >= restingMax)
        for (const [name, { untilMs }] of resting)
          if (untilMs <= clock.monotonic()) resting.delete(name);
      resting.set(nameOf(pool, key), { untilMs: clock.monotonic() + restMs, error });
    },
  };
}

/** For servers that ask for none. */
const noKey: ProviderKey = { id: '', credentials: {} };
const restingMax = 1000;
