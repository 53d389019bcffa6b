import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Encrypts what is stored (AES-256-GCM): `v1.` + base64url of nonce, tag and ciphertext. */
export interface SecretBox {
  encrypt(text: string): string;
  /** Throws when the text was not made with this key. */
  decrypt(sealed: string): string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** Opens the box whose key lies in a file (0600), made at first use. Two starters end with one key. */
export function openSecretBox(keyFile: string): SecretBox {
  const key = readOrMakeKey(keyFile);
  return {
    encrypt(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },
    decrypt(sealed) {
      if (!sealed.startsWith('v1.')) throw new Error('The stored secret has an unknown form.');
      const bytes = Buffer.from(sealed.slice(3), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes + tagBytes)),
        decipher.final(),
      ]).toString('utf8');
    },
  };
}

function readOrMakeKey(keyFile: string): Buffer {
  if (!existsSync(keyFile)) {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
    const draft = `${keyFile}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, randomBytes(32), { mode: 0o600, flush: true });
    try {
      // A link fails when the name exists: whoever came first wins, and nobody reads half a key.
      linkSync(draft, keyFile);
    } catch (error) {
      if (!existsSync(keyFile)) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  chmodSync(keyFile, 0o600);
  const key = readFileSync(keyFile);
  if (key.length !== 32)
    throw new Error(`The key file ${keyFile} is damaged: ${key.length} bytes instead of 32.`);
  return key;
}
