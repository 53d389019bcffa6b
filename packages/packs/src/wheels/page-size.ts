import { readFileSync } from 'node:fs';

/**
 * The page size of the running kernel in bytes, from the auxiliary vector that Linux gives every
 * process (16-byte pairs; type 6 is AT_PAGESZ). Null where it cannot be read.
 */
export function pageBytesOfMachine(file = '/proc/self/auxv'): number | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  for (let at = 0; at + 16 <= bytes.length; at += 16)
    if (bytes.readBigUInt64LE(at) === 6n) return Number(bytes.readBigUInt64LE(at + 8));
  return null;
}
