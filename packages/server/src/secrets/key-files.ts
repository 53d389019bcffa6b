import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Reads a file of secret bytes (0600), or makes it with random ones. Of two processes that start
 * at once both end with the same content: a link fails when the name exists, so whoever came first
 * wins, and nobody reads half a key.
 */
export function readOrMakeKey(file: string, sizeBytes = 32): Buffer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, randomBytes(sizeBytes), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  const key = readFileSync(file);
  if (key.length !== sizeBytes)
    throw new Error(
      `The key file ${file} is damaged: ${key.length} bytes instead of ${sizeBytes}.`,
    );
  return key;
}

/** The same as text, for tokens and signing keys. */
export function readOrMakeSecret(file: string): string {
  return readOrMakeKey(file).toString('base64url');
}
