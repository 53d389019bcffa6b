/**
 * The signature of a package, as Dify's daemon reads it. It stands in the comment of the archive:
 * `{"signature": "<base64>", "time": <unix seconds>}`. Signed (RSA PKCS#1 v1.5 over SHA-256) is, for
 * each file in the archive's order, the raw SHA-256 of its content, then the time in decimal. Names
 * are not covered by it; our checksum covers them.
 */
import { sign, verify } from 'node:crypto';
import type { HashedFile } from '../plugins/package-facts.ts';
import type { PublicKey, SigningKey } from './signing-key.ts';

interface PackageSignature {
  readonly signature: Buffer;
  /** Unix seconds. */
  readonly time: number;
}

export type SignatureVerdict =
  /** No signature stands in the comment. */
  | { readonly status: 'unsigned' }
  /** Signed, but by none of the keys, or changed since: the two cannot be told apart. */
  | { readonly status: 'not-trusted'; readonly time: number }
  | { readonly status: 'valid'; readonly time: number; readonly key: PublicKey };

/** Null when the comment holds no signature. */
export function parseSignature(comment: Buffer): PackageSignature | null {
  if (comment.length === 0 || comment.length > 16_384) return null;
  try {
    const value = JSON.parse(comment.toString('utf8')) as {
      signature?: unknown;
      time?: unknown;
    } | null;
    const { signature, time } = value ?? {};
    if (typeof signature !== 'string' || !Number.isSafeInteger(time)) return null;
    return { signature: Buffer.from(signature, 'base64'), time: Number(time) };
  } catch {
    return null;
  }
}

/** Which of the keys signed these files in this order. */
export function verifySignature(
  files: readonly Pick<HashedFile, 'sha256'>[],
  comment: Buffer,
  keys: readonly PublicKey[],
): SignatureVerdict {
  const found = parseSignature(comment);
  if (!found) return { status: 'unsigned' };
  const { signature, time } = found;
  const message = signedMessage(files, time);
  const key = keys.find((candidate) => verify('sha256', message, candidate.key, signature));
  return key ? { status: 'valid', time, key } : { status: 'not-trusted', time };
}

/** The comment that signs these files in this order. The same input gives the same bytes. */
export function signFiles(
  files: readonly Pick<HashedFile, 'sha256'>[],
  { key, time }: { readonly key: SigningKey; readonly time: number },
): Buffer {
  const signature = sign('sha256', signedMessage(files, time), key.privateKey);
  return Buffer.from(JSON.stringify({ signature: signature.toString('base64'), time }));
}

function signedMessage(files: readonly Pick<HashedFile, 'sha256'>[], time: number): Buffer {
  return Buffer.concat([
    ...files.map(({ sha256 }) => Buffer.from(sha256, 'hex')),
    Buffer.from(String(time)),
  ]);
}
