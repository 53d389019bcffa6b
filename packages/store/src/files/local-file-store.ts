import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, type Clock, type FileStore, type IdSource } from '@outpost/contracts';

/**
 * Files in a directory. A file is written beside its place, synced, then renamed: whoever sees it
 * sees all of it, after a power cut too.
 */
export async function createLocalFileStore({
  directory,
  clock,
  ids,
}: {
  readonly directory: string;
  readonly clock: Clock;
  readonly ids: IdSource;
}): Promise<FileStore> {
  const incoming = join(directory, '.incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await removeLeftovers(incoming, clock.now());

  const pathOf = (key: string): string => {
    if (!keyPattern.test(key) || key.length > keyLengthMax)
      throw new AppError('not_found', { details: { thing: `The file ${key.slice(0, 80)}` } });
    return join(directory, key);
  };

  return {
    async write(key, content, { limitBytes, signal }) {
      const path = pathOf(key);
      const draft = join(incoming, ids.uuid());
      try {
        const written = await writeSynced(draft, content, { limitBytes, signal });
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(draft, path);
        await syncDirectory(dirname(path));
        return { key, ...written };
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },

    async read(key, range) {
      const path = pathOf(key);
      if ((await sizeOf(path)) === null)
        throw new AppError('not_found', { details: { thing: `The file ${key}` } });
      return createReadStream(path, range ? { ...range } : {});
    },

    size: (key) => sizeOf(pathOf(key)),

    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

// Every part begins with a letter or digit, so none is `.`, `..` or hidden.
const keyPattern = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/;
const keyLengthMax = 200;
const leftoverAgeMs = 24 * 60 * 60 * 1000;

async function writeSynced(
  path: string,
  content: AsyncIterable<Uint8Array> | Uint8Array,
  { limitBytes, signal }: { readonly limitBytes: number; readonly signal: AbortSignal | undefined },
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      signal?.throwIfAborted();
      sizeBytes += chunk.byteLength;
      if (sizeBytes > limitBytes) throw new AppError('body_too_large', { details: { limitBytes } });
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    signal?.throwIfAborted();
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

/** A rename is durable once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const facts = await stat(path);
    return facts.isFile() ? facts.size : null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** What a killed process left half-written. Another process on a shared directory may be writing now. */
async function removeLeftovers(incoming: string, now: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const facts = await stat(path).catch(() => null);
    if (facts && now - facts.mtimeMs > leftoverAgeMs) await rm(path, { force: true });
  }
}
