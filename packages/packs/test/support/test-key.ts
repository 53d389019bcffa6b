import { generateKeyPairSync } from 'node:crypto';
import { parsePublicKey, type SigningKey } from '../../src/index.ts';

/** A key of 2048 bits: made in a fraction of the time of a real one. */
export function makeTestKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  return { privateKey, publicKey: parsePublicKey(pem, 'test') };
}
