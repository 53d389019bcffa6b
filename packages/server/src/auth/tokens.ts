import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A secret of 256 bits for sessions and links. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

const keyAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An API key as existing clients know it: a prefix and 24 letters or digits. */
export function newApiKey(prefix: 'app-' | 'dataset-'): string {
  return prefix + randomLetters(24);
}

/** The secret part of a published page's address. */
export function newSiteCode(): string {
  return randomLetters(16);
}

function randomLetters(count: number): string {
  let letters = '';
  for (let index = 0; index < count; index += 1)
    letters += keyAlphabet[randomInt(keyAlphabet.length)];
  return letters;
}

/** What is stored of a token. Tokens are random and long, so a plain hash suffices. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export function isSameText(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}
