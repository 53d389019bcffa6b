import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '@outpost/contracts';

// scrypt with N=2^15 takes about 60 ms and 32 MB: slow for a guesser, bearable for a sign-in.
const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const keyBytes = 32;
/**
 * Derivations at once, and those that may wait. They share four threads with everything that reads
 * files or looks up names: a flood of sign-ins must leave some to the others.
 */
const atOnceMax = 2;
const waitingMax = 32;

/** A salted hash: `scrypt.<N>.<salt>.<key>`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost.N);
  return `scrypt.${cost.N}.${salt.toString('base64url')}.${key.toString('base64url')}`;
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, n, salt, key] = hash.split('.');
  if (scheme !== 'scrypt' || n === undefined || salt === undefined || key === undefined)
    return false;
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), Number(n));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

let running = 0;
const waiting: (() => void)[] = [];

/** Throws `too_many_requests` when too many wait already. */
async function derive(password: string, salt: Buffer, N: number): Promise<Buffer> {
  if (running >= atOnceMax) {
    if (waiting.length >= waitingMax)
      throw new AppError('too_many_requests', { retryAfterMs: 2000 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, keyBytes, { ...cost, N }, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    // The next one takes over the place of this one.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
