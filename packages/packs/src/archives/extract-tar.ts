import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError, messageOf } from '@outpost/contracts';
import { entryPath } from './entry-path.ts';
import { defaultExtractLimits, type ExtractOptions } from './extract-limits.ts';
import { writeEntry } from './write-entry.ts';

/**
 * Unpacks a gzipped tar file as npm publishes them (ustar with pax headers), without its first
 * folder. Only files are written: links and devices are refused. Throws `pack_archive_invalid`,
 * `pack_too_large`, `pack_hash_mismatch`.
 */
export async function extractTarball(archive: string, options: ExtractOptions): Promise<void> {
  const { signal } = options;
  const gunzip = createGunzip();
  try {
    await pipeline(
      createReadStream(archive),
      gunzip,
      async (source: AsyncIterable<Buffer>) => {
        await readTar(
          new ByteReader(source, 2 * (options.limits ?? defaultExtractLimits).totalBytesMax),
          archive,
          options,
        );
      },
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AppError ? error : invalid(archive, messageOf(error), error);
  }
}

async function readTar(
  reader: ByteReader,
  archive: string,
  { directory, wanted, limits = defaultExtractLimits, signal }: ExtractOptions,
): Promise<void> {
  const missing = new Map((wanted ?? []).map(({ path, sha256 }) => [path, sha256]));
  let longName: string | null = null;
  let totalBytes = 0;
  let files = 0;
  for (;;) {
    const header = await reader.take(512);
    if (header === null || header.every((byte) => byte === 0)) break;
    checkHeader(header, archive);
    const size = octal(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    const padding = (512 - (size % 512)) % 512;
    if (type === 'x' || type === 'L') {
      if (size > 65_536) throw invalid(archive, 'a name in it is too long');
      const record = (await reader.takeExactly(size)).toString('utf8');
      longName = type === 'L' ? record.replace(/\0.*$/s, '') : paxPath(record);
      await reader.skip(padding);
      continue;
    }
    const prefix = text(header, 345, 155);
    const shortName = text(header, 0, 100);
    const name = longName ?? (prefix ? `${prefix}/${shortName}` : shortName);
    longName = null;
    if (type === 'g' || type === '5') {
      await reader.skip(size + padding);
      continue;
    }
    if (type !== '0' && type !== '\0') throw invalid(archive, `${name} is not a plain file`);
    const path = name.split('/').slice(1).join('/');
    const expected = missing.get(path);
    if (wanted && expected === undefined) {
      await reader.skip(size + padding);
      continue;
    }
    const target = entryPath(directory, path);
    if (target === null) throw invalid(archive, `the name “${name}” is not a safe path`);
    files += 1;
    if (files > limits.filesMax)
      throw new AppError('pack_too_large', {
        details: {
          thing: `The number of files in ${basename(archive)}`,
          limit: 'filesMax',
          limitBytes: limits.filesMax,
        },
      });
    const written = await writeEntry(Readable.from(reader.read(size)), {
      file: target,
      archive,
      bytesMax: limits.totalBytesMax - totalBytes,
      executable: (octal(header, 100, 8) & 0o100) !== 0,
      signal,
    });
    totalBytes += written.sizeBytes;
    if (expected !== undefined && expected !== written.sha256)
      throw new AppError('pack_hash_mismatch', {
        details: { file: path, actual: written.sha256, expected },
      });
    missing.delete(path);
    await reader.skip(padding);
  }
  const [absent] = missing.keys();
  if (absent !== undefined) throw invalid(archive, `it has no file ${absent}`);
  // What follows the end mark is padding; reading it lets the pipeline end cleanly.
  await reader.drain();
}

/** Hands out bytes of a stream in the portions a format needs. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #bytesLeft: number;

  /** `bytesMax` bounds what is unpacked only to be skipped. */
  constructor(source: AsyncIterable<Buffer>, bytesMax: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#bytesLeft = bytesMax;
  }

  /** Exactly `length` bytes, or null at the end of the stream. */
  async take(length: number): Promise<Buffer | null> {
    if (this.#buffer.length === 0 && !(await this.#more())) return null;
    return this.takeExactly(length);
  }

  async takeExactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.read(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** The next `length` bytes, piece by piece. */
  async *read(length: number): AsyncGenerator<Buffer> {
    let left = length;
    while (left > 0) {
      if (this.#buffer.length === 0 && !(await this.#more())) throw new Error('it ends too early');
      const part = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async skip(length: number): Promise<void> {
    for await (const part of this.read(length)) void part;
  }

  async drain(): Promise<void> {
    this.#buffer = Buffer.alloc(0);
    while (await this.#more()) this.#buffer = Buffer.alloc(0);
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#source.next();
      if (done) return false;
      this.#bytesLeft -= value.length;
      if (this.#bytesLeft < 0) throw new Error('it unpacks to more than is allowed');
      if (value.length > 0) {
        this.#buffer = value;
        return true;
      }
    }
  }
}

function checkHeader(header: Buffer, archive: string): void {
  let sum = 0;
  // The checksum field itself counts as spaces.
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  if (sum !== octal(header, 148, 8)) throw invalid(archive, 'it is not a tar file, or damaged');
}

function text(header: Buffer, start: number, length: number): string {
  const end = header.indexOf(0, start);
  return header.toString('utf8', start, end < 0 || end > start + length ? start + length : end);
}

function octal(header: Buffer, start: number, length: number): number {
  // A set high bit announces a binary number, which only files above 8 GiB need.
  if (((header[start] ?? 0) & 0x80) !== 0) throw new Error('a file in it is larger than 8 GiB');
  const value = Number.parseInt(text(header, start, length).trim() || '0', 8);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error('a number in it is damaged');
  return value;
}

/** The `path` of a pax record list (`length key=value\n`), or null. */
function paxPath(records: string): string | null {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records)?.[1] ?? null;
}

function invalid(archive: string, reason: string, cause?: unknown): AppError {
  return new AppError('pack_archive_invalid', {
    details: { file: basename(archive), reason },
    cause,
  });
}
