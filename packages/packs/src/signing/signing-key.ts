import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
} from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { AppError, messageOf } from '@outpost/contracts';

/** A key that signs packages: RSA, as Dify's tools make and read it. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

/** A key that packages are verified with. */
export interface PublicKey {
  /** SHA-256 of its DER form (SubjectPublicKeyInfo), 64 hexadecimal digits: names the key anywhere. */
  readonly fingerprint: string;
  readonly key: KeyObject;
}

/**
 * Makes a 4096-bit key and writes `<base>.private.pem` (readable by its owner only) and
 * `<base>.public.pem`, both PKCS#1. Never overwrites a key: throws `plugin_key_invalid`.
 */
export async function createSigningKey(base: string): Promise<{
  readonly privateFile: string;
  readonly publicFile: string;
  readonly fingerprint: string;
}> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: keyBits });
  const privateFile = `${base}.private.pem`;
  const publicFile = `${base}.public.pem`;
  await mkdir(dirname(base), { recursive: true });
  await writeNew(privateFile, privateKey.export({ type: 'pkcs1', format: 'pem' }), 0o600);
  await writeNew(publicFile, publicKey.export({ type: 'pkcs1', format: 'pem' }), 0o644);
  return { privateFile, publicFile, fingerprint: fingerprintOf(publicKey) };
}

/** Reads a private key in PEM. Throws `plugin_key_invalid`. */
export async function readSigningKey(file: string): Promise<SigningKey> {
  const pem = await readKeyFile(file);
  const privateKey = parseKey(file, () => createPrivateKey(pem));
  return { privateKey, publicKey: publicKeyFrom(createPublicKey(privateKey), file) };
}

/** Reads a public key in PEM from a file. Throws `plugin_key_invalid`. */
export async function readPublicKey(file: string): Promise<PublicKey> {
  return parsePublicKey(await readKeyFile(file), file);
}

/** A public key from PEM text; `source` names it in messages. Throws `plugin_key_invalid`. */
export function parsePublicKey(pem: string, source: string): PublicKey {
  if (pem.includes('PRIVATE KEY'))
    throw invalidKey(source, {
      en: 'it is a private key; give the public one',
      zh: '这是私钥，请提供公钥',
    });
  return publicKeyFrom(
    parseKey(source, () => createPublicKey(pem)),
    source,
  );
}

function publicKeyFrom(key: KeyObject, source: string): PublicKey {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < keyBitsMin || bits > 16_384)
    throw invalidKey(source, {
      en: `it is not an RSA key of ${keyBitsMin} bits or more`,
      zh: `不是 ${keyBitsMin} 位或更长的 RSA 密钥`,
    });
  return { key, fingerprint: fingerprintOf(key) };
}

function fingerprintOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

function parseKey(file: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch (error) {
    const reason = messageOf(error);
    throw invalidKey(file, { en: reason, zh: reason }, error);
  }
}

async function readKeyFile(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const reason = messageOf(error);
    throw invalidKey(
      file,
      { en: `it cannot be read (${reason})`, zh: `无法读取（${reason}）` },
      error,
    );
  });
}

async function writeNew(file: string, content: string | Buffer, mode: number): Promise<void> {
  const output = await open(file, 'wx', mode).catch((error: unknown) => {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const reason = messageOf(error);
    throw invalidKey(
      file,
      exists
        ? { en: 'it exists already; choose another name', zh: '文件已存在，请换一个名称' }
        : { en: reason, zh: reason },
      error,
    );
  });
  try {
    await output.writeFile(content);
    await output.sync();
  } finally {
    await output.close();
  }
}

function invalidKey(
  file: string,
  reason: { readonly en: string; readonly zh: string },
  cause?: unknown,
): AppError {
  return new AppError('plugin_key_invalid', { details: { file: basename(file), reason }, cause });
}

const generate = promisify(generateKeyPair);
const keyBits = 4096;
const keyBitsMin = 2048;
