/**
 * Tries a call until it works or there is nothing left to try:
 *
 * 1. The models of the plan in order: the one asked for, then its chain.
 * 2. For each model: wait for a slot, take a key that does not rest, call.
 * 3. A refused key rests; while others are ready the next one is tried at once.
 * 4. A failure that passes (rate, overload, connection) is tried again after a pause: what the
 *    server asked for, or else a doubling one. A server that asks for too long is left.
 * 5. A failure of the request itself ends everything: no other model would do better.
 *
 * The call is done once `attempt` resolves: for a stream that is its first piece, so that nothing is
 * ever said twice.
 */
import { AppError, type Clock } from '@outpost/contracts';
import type { ModelClient } from '../client.ts';
import type { KeyPool } from './key-pool.ts';
import type { ResolvedModel } from './resolve-model.ts';
import type { CallLimits, ProviderKey } from './settings.ts';
import type { Slots } from './slots.ts';

export interface AttemptTools {
  readonly clock: Clock;
  readonly keys: KeyPool;
  readonly slots: Slots;
  /** Between 0 and 1, to spread retries. */
  readonly random: () => number;
}

export interface Attempt {
  readonly client: ModelClient;
  readonly model: ResolvedModel;
  /** Gives the slot back; to be called when the answer is complete. */
  readonly release: () => void;
}

export async function attemptCall<T>(
  tools: AttemptTools,
  { plan, signal }: { readonly plan: readonly ResolvedModel[]; readonly signal: AbortSignal },
  attempt: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  let first: unknown = null;
  for (const model of plan) {
    try {
      return await attemptModel(tools, { model, signal }, attempt);
    } catch (error) {
      if (signal.aborted || !movesOn(error)) throw error;
      // The failure of the model that was asked for says more than that of a stand-in.
      first ??= error;
    }
  }
  throw first;
}

async function attemptModel<T>(
  tools: AttemptTools,
  { model, signal }: { readonly model: ResolvedModel; readonly signal: AbortSignal },
  attempt: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const { clock, keys, slots } = tools;
  const { ref, limits, pool } = model;
  const release = await slots.acquire(`${ref.provider}/${ref.name}`, limits, signal);
  let retries = 0;
  try {
    for (;;) {
      const choice = keys.take(pool, model.keys);
      if (!choice.key) {
        if (retries >= limits.retriesMax || choice.waitMs > limits.retryAfterMaxMs)
          throw choice.error;
        retries += 1;
        await pause(clock, choice.waitMs, signal);
        continue;
      }
      try {
        return await attempt({ client: await model.open(choice.key), model, release });
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (rested(tools, model, choice.key, error)) continue;
        if (retries >= limits.retriesMax || !passes(error)) throw error;
        const pauseMs = pauseBefore(retries, limits, error, tools.random);
        if (pauseMs > limits.retryAfterMaxMs) throw error;
        retries += 1;
        await pause(clock, pauseMs, signal);
      }
    }
  } catch (error) {
    release();
    throw error;
  }
}

/** Lets a refused key rest; true when another one can be tried at once. */
function rested(
  { keys }: AttemptTools,
  model: ResolvedModel,
  key: ProviderKey,
  error: unknown,
): boolean {
  if (!(error instanceof AppError) || model.keys.length === 0) return false;
  const { pool, limits } = model;
  const isPool = model.keys.length > 1;
  const limited = error.code === 'model_rate_limited';
  if (!limited && !(isPool && error.code === 'model_access_refused')) return false;
  // A single key rests only as long as its server asked for: retries pause anyway.
  const restMs = error.retryAfterMs ?? (isPool ? limits.coolDownMs : 0);
  keys.rest(pool, key, { restMs, error });
  return isPool && restMs > 0 && keys.take(pool, model.keys).key !== null;
}

/** True when the same call may work a moment later. */
function passes(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  const status = Number(error.details['status'] ?? 0);
  switch (error.code) {
    case 'model_rate_limited':
    case 'model_call_failed':
    case 'model_connection_failed':
    case 'model_connection_refused':
    case 'model_answer_invalid':
      return true;
    case 'model_gateway_refused':
      return status >= 500;
    case 'model_timed_out':
      // A model that did not begin in a minute will not begin in the next.
      return error.details['limit'] === 'connect';
    default:
      return false;
  }
}

/** True when another model may do what this one could not. */
function movesOn(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  if (error.category === 'unavailable' || error.category === 'limited') return true;
  return otherModelMayDo.has(error.code);
}

function pauseBefore(
  retries: number,
  { backoffMs }: CallLimits,
  error: unknown,
  random: () => number,
): number {
  const asked = error instanceof AppError ? error.retryAfterMs : undefined;
  return asked ?? backoffMs * 2 ** retries * (0.5 + random() / 2);
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}

const otherModelMayDo = new Set<string>([
  'model_access_refused',
  'model_context_exceeded',
  'model_not_configured',
  'model_provider_misconfigured',
]);
