import { isIPv6 } from 'node:net';
import { AppError } from '@outpost/contracts';
import { ipv6Groups } from './ipv6-groups.ts';

/**
 * A token bucket a key. Keys come from the network, so at most `keysMax` are kept: the one unused
 * longest goes first, which at worst gives a flooder's old key a full bucket.
 */
export interface RateLimit {
  /** Throws `too_many_requests` with the time until the next token. */
  take(key: string): void;
  /** Undoes a `take` that turned out to be none of what is limited. */
  giveBack(key: string): void;
}

const keysMax = 10_000;

export function createRateLimit(perMinute: number, nowMs: () => number): RateLimit {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const perMs = perMinute / 60_000;
  return {
    take(key) {
      const now = nowMs();
      const bucket = buckets.get(key) ?? { tokens: perMinute, atMs: now };
      bucket.tokens = Math.min(perMinute, bucket.tokens + (now - bucket.atMs) * perMs);
      bucket.atMs = now;
      buckets.delete(key);
      buckets.set(key, bucket);
      const [oldest] = buckets.keys();
      if (buckets.size > keysMax && oldest !== undefined) buckets.delete(oldest);
      if (bucket.tokens < 1)
        throw new AppError('too_many_requests', {
          retryAfterMs: Math.ceil((1 - bucket.tokens) / perMs),
        });
      bucket.tokens -= 1;
    },
    giveBack(key) {
      const bucket = buckets.get(key);
      if (bucket) bucket.tokens = Math.min(perMinute, bucket.tokens + 1);
    },
  };
}

/** Whom an address stands for: one IPv6 host has a whole /64 network to choose its addresses from. */
export function hostKey(address: string): string {
  const plain = address.replace(/%.*$/, '');
  return isIPv6(plain) ? `${ipv6Groups(plain).slice(0, 4).join(':')}/64` : address;
}
