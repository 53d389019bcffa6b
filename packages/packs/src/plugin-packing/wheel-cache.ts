import { createHash } from 'node:crypto';
import {
  constants,
  copyFile,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, messageOf } from '@outpost/contracts';
import { sourceOfFile } from '../archives/byte-source.ts';
import { downloadFile, type DownloadLimits } from '../download/download-file.ts';
import { sha256OfFile } from '../download/file-hash.ts';
import type { FileReference } from '../python-resolve/resolution.ts';
import { inspectWheel, type WheelFacts } from '../wheels/inspect-wheel.ts';

/**
 * Wheels by their content, shared by every plugin that is packed:
 *
 *     <directory>/wheels/ab/<sha256>          a wheel, complete and checked
 *     <directory>/wheels/ab/<sha256>.facts-1  what was found in it, as JSON
 *     <directory>/parts/…                     downloads on their way
 */
export class WheelCache {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  path(sha256: string): string {
    return join(this.directory, 'wheels', sha256.slice(0, 2), sha256);
  }

  async has(sha256: string): Promise<boolean> {
    return stat(this.path(sha256)).then(
      (stats) => stats.isFile(),
      () => false,
    );
  }

  /**
   * Brings a file into the cache unless it is there, and gives its hash. An interrupted download goes
   * on where it stopped. Throws the `pack_` codes.
   */
  async bring(file: FileReference, options: BringOptions): Promise<string> {
    if (file.sha256 !== null && (await this.has(file.sha256))) return file.sha256;
    const { location } = file;
    if ('path' in location) return this.#copyIn(location.path, file, options);
    if ('url' in location) return this.#download(location.url, file, options);
    throw new TypeError(`${file.filename} must be looked up on the index first`);
  }

  /** Keeps the bytes of a file whose hash is known. Throws `pack_hash_mismatch`. */
  async keep(sha256: string, content: AsyncIterable<Buffer>): Promise<void> {
    if (await this.has(sha256)) return;
    const target = this.path(sha256);
    await mkdir(dirname(target), { recursive: true });
    const partial = `${target}.${process.pid}.partial`;
    const hash = createHash('sha256');
    const output = await open(partial, 'w');
    try {
      for await (const piece of content) {
        hash.update(piece);
        await output.writeFile(piece);
      }
    } finally {
      await output.close();
    }
    const actual = hash.digest('hex');
    if (actual === sha256) return rename(partial, target);
    await rm(partial, { force: true });
    throw new AppError('pack_hash_mismatch', {
      details: { file: sha256, actual, expected: sha256 },
    });
  }

  /** What is in a wheel of the cache; read once and kept. Throws `pack_archive_invalid`. */
  async facts(sha256: string, filename: string): Promise<WheelFacts> {
    const kept = `${this.path(sha256)}.${factsVersion}`;
    const text = await readFile(kept, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as WheelFacts;
    const handle = await open(this.path(sha256), 'r');
    try {
      const facts = await inspectWheel(await sourceOfFile(handle));
      await writeWhole(kept, JSON.stringify(facts));
      return facts;
    } catch (error) {
      throw new AppError('pack_archive_invalid', {
        details: { file: filename, reason: messageOf(error) },
        cause: error,
      });
    } finally {
      await handle.close();
    }
  }

  async #download(
    url: string,
    { filename, sha256, sizeBytes }: FileReference,
    { fetch, signal, onBytes, limits }: BringOptions,
  ): Promise<string> {
    const name = sha256 ?? createHash('sha256').update(url).digest('hex');
    const part = join(this.directory, 'parts', `${name}-${filename}`);
    const result = await downloadFile({
      url,
      file: part,
      sha256,
      bytesMax: sizeBytes ?? wheelBytesMax,
      fetch,
      signal,
      onProgress: (doneBytes) => onBytes?.(doneBytes),
      ...(limits ? { limits } : {}),
    });
    const target = this.path(result.sha256);
    await mkdir(dirname(target), { recursive: true });
    await rename(part, target);
    return result.sha256;
  }

  async #copyIn(
    path: string,
    { filename, sha256 }: FileReference,
    { signal, onBytes }: BringOptions,
  ): Promise<string> {
    const actual = await sha256OfFile(path, signal);
    if (sha256 !== null && actual !== sha256)
      throw new AppError('pack_hash_mismatch', {
        details: { file: filename, actual, expected: sha256 },
      });
    const target = this.path(actual);
    if (!(await this.has(actual))) {
      await mkdir(dirname(target), { recursive: true });
      const partial = `${target}.${process.pid}.partial`;
      await copyFile(path, partial, constants.COPYFILE_FICLONE);
      await rename(partial, target);
    }
    onBytes?.((await stat(target)).size);
    return actual;
  }
}

export interface BringOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Bytes of the file that are there so far. */
  readonly onBytes?: (doneBytes: number) => void;
  readonly limits?: Partial<DownloadLimits>;
}

async function writeWhole(file: string, content: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, content);
  await rename(partial, file);
}

/** Changes whenever the facts do, so that older notes are not read. */
const factsVersion = 'facts-1';
const wheelBytesMax = 4 * 2 ** 30;
