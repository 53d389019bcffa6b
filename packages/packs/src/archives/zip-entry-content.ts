import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { entryDataOffset, type ZipEntry } from './zip-directory.ts';

const inflate = promisify(inflateRaw);
const stretchBytes = 1 << 20;

/**
 * The bytes of an entry, which are exactly as many as the list of files says and have its CRC. Throws
 * an `Error` whose message is the reason.
 */
export async function readZipEntry(source: ByteSource, entry: ZipEntry): Promise<Buffer> {
  const start = await startOfContent(source, entry);
  const raw = await source.read(start, entry.compressedBytes);
  const content = entry.method === 0 ? raw : await inflateExactly(raw, entry);
  checkContent(entry, content.length, crc32(content));
  return content;
}

/** The content piece by piece, checked at its end like `readZipEntry`. */
export async function* streamZipEntry(
  source: ByteSource,
  entry: ZipEntry,
): AsyncGenerator<Buffer, void, void> {
  const start = await startOfContent(source, entry);
  const raw = readStretches(source, start, entry.compressedBytes);
  let sizeBytes = 0;
  let sum = 0;
  for await (const piece of entry.method === 0 ? raw : inflateStream(raw)) {
    sizeBytes += piece.length;
    if (sizeBytes > entry.sizeBytes) break;
    sum = crc32(piece, sum);
    yield piece;
  }
  checkContent(entry, sizeBytes, sum);
}

/** The SHA-256 of an entry's content, raw. */
export async function hashZipEntry(source: ByteSource, entry: ZipEntry): Promise<Buffer> {
  const hash = createHash('sha256');
  if (entry.sizeBytes <= 4 * stretchBytes && entry.compressedBytes <= 4 * stretchBytes)
    return hash.update(await readZipEntry(source, entry)).digest();
  for await (const piece of streamZipEntry(source, entry)) hash.update(piece);
  return hash.digest();
}

async function startOfContent(source: ByteSource, entry: ZipEntry): Promise<number> {
  if (entry.encrypted) throw new Error(`${entry.name} is encrypted`);
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`${entry.name} uses the compression method ${entry.method}`);
  if (entry.method === 0 && entry.compressedBytes !== entry.sizeBytes)
    throw new Error(`${entry.name} is not as long as the archive says`);
  return entryDataOffset(source, entry);
}

async function inflateExactly(raw: Buffer, entry: ZipEntry): Promise<Buffer> {
  try {
    // One byte more than announced is enough to see that it is too much; zero means no limit.
    return await inflate(raw, { maxOutputLength: entry.sizeBytes + 1 });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? new Error(`${entry.name} unpacks to more than the archive says`)
      : new Error(`${entry.name} is damaged`, { cause: error });
  }
}

async function* inflateStream(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  const inflater = createInflateRaw({ chunkSize: stretchBytes / 4 });
  const feed = (async () => {
    for await (const piece of raw)
      if (!inflater.write(piece))
        await new Promise<void>((resolve) => {
          inflater.once('drain', resolve).once('close', resolve);
        });
    inflater.end();
  })();
  feed.catch((error: Error) => inflater.destroy(error));
  try {
    for await (const piece of inflater) yield piece as Buffer;
    await feed;
  } finally {
    inflater.destroy();
  }
}

async function* readStretches(
  source: ByteSource,
  start: number,
  length: number,
): AsyncGenerator<Buffer, void, void> {
  for (let done = 0; done < length; done += stretchBytes)
    yield await source.read(start + done, Math.min(stretchBytes, length - done));
}

function checkContent(entry: ZipEntry, sizeBytes: number, sum: number): void {
  if (sizeBytes > entry.sizeBytes)
    throw new Error(`${entry.name} unpacks to more than the archive says`);
  if (sizeBytes < entry.sizeBytes)
    throw new Error(`${entry.name} is shorter than the archive says`);
  if (sum >>> 0 !== entry.crc32) throw new Error(`${entry.name} is damaged: its CRC is wrong`);
}
