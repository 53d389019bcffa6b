import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './byte-source.ts';

/** A file as the zip's central directory lists it. Sizes in bytes; `offset` is that of its local header. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
  /** Unix mode, 0 when the archive carries none. */
  readonly mode: number;
  readonly crc32: number;
  /** The name is not UTF-8; what stands for it is not what was written. */
  readonly nameDamaged: boolean;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Of the whole archive. */
  readonly comment: Buffer;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const end64LocatorSignature = 0x07064b50;
const entrySignature = 0x02014b50;
const directoryBytesMax = 64 * 2 ** 20;

/**
 * Reads the central directory of a zip file (APPNOTE 4.3.12–4.3.16, with zip64). Throws an `Error`
 * whose message is the reason.
 */
export async function readZipDirectory(source: ByteSource): Promise<ZipDirectory> {
  const size = source.sizeBytes;
  const { offset, length, count, comment } = await findDirectory(source);
  if (length > directoryBytesMax) throw new Error('its list of files is too long');
  if (offset + length > size) throw new Error('its list of files lies outside the file');
  const bytes = await source.read(offset, length);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + 46 > length || bytes.readUInt32LE(at) !== entrySignature)
      throw new Error('its list of files is damaged');
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const commentLength = bytes.readUInt16LE(at + 32);
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > length) throw new Error('its list of files is damaged');
    const sizes = withZip64(
      {
        sizeBytes: bytes.readUInt32LE(at + 24),
        compressedBytes: bytes.readUInt32LE(at + 20),
        offset: bytes.readUInt32LE(at + 42),
      },
      bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength),
    );
    const rawName = bytes.subarray(at + 46, at + 46 + nameLength);
    entries.push({
      name: rawName.toString('utf8'),
      nameDamaged: !isUtf8(rawName),
      crc32: bytes.readUInt32LE(at + 16),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      mode: bytes.readUInt32LE(at + 38) >>> 16,
      ...sizes,
    });
    at = next;
  }
  if (at !== length) throw new Error('its list of files is longer than it says');
  return { entries, comment };
}

/** Where the bytes of an entry begin: its local header repeats the name with lengths of its own. */
export async function entryDataOffset(source: ByteSource, entry: ZipEntry): Promise<number> {
  const header = await source.read(entry.offset, 30);
  const nameLength = header.readUInt16LE(26);
  if (header.readUInt32LE(0) !== 0x04034b50)
    throw new Error(`the header of ${entry.name} is damaged`);
  // Readers that go by one of the two names would see different archives.
  const name = await source.read(entry.offset + 30, nameLength);
  if (name.toString('utf8') !== entry.name)
    throw new Error(`${entry.name} has another name in its own header`);
  return entry.offset + 30 + nameLength + header.readUInt16LE(28);
}

async function findDirectory(source: ByteSource): Promise<{
  readonly offset: number;
  readonly length: number;
  readonly count: number;
  readonly comment: Buffer;
}> {
  const size = source.sizeBytes;
  // The end record is 22 bytes and a comment of at most 65,535.
  const tailLength = Math.min(size, 22 + 65_535);
  const tail = await source.read(size - tailLength, tailLength);
  let at = tailLength - 22;
  // A comment may hold what looks like an end record; the true one ends with the file.
  while (
    at >= 0 &&
    (tail.readUInt32LE(at) !== endSignature || at + 22 + tail.readUInt16LE(at + 20) !== tailLength)
  )
    at -= 1;
  if (at < 0) throw new Error('it is not a zip file, or its end is missing');
  const count = tail.readUInt16LE(at + 10);
  const length = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  const comment = Buffer.from(tail.subarray(at + 22, at + 22 + tail.readUInt16LE(at + 20)));
  if (count !== 0xffff && length !== 0xffffffff && offset !== 0xffffffff)
    return { offset, length, count, comment };
  if (at < 20 || tail.readUInt32LE(at - 20) !== end64LocatorSignature)
    return { offset, length, count, comment };
  const end64 = await source.read(Number(tail.readBigUInt64LE(at - 12)), 56);
  if (end64.readUInt32LE(0) !== end64Signature) throw new Error('its zip64 end record is damaged');
  return {
    count: Number(end64.readBigUInt64LE(32)),
    length: Number(end64.readBigUInt64LE(40)),
    offset: Number(end64.readBigUInt64LE(48)),
    comment,
  };
}

interface Sizes {
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  readonly offset: number;
}

/** Extra field 1 holds, in this order, only the numbers that did not fit into 32 bits. */
function withZip64(sizes: Sizes, extra: Buffer): Sizes {
  for (let at = 0; at + 4 <= extra.length;) {
    const id = extra.readUInt16LE(at);
    const length = extra.readUInt16LE(at + 2);
    if (id === 1) {
      let next = at + 4;
      const stop = Math.min(extra.length, next + length);
      const wide = (value: number): number => {
        if (value !== 0xffffffff) return value;
        if (next + 8 > stop) throw new Error('its list of files is damaged');
        next += 8;
        return Number(extra.readBigUInt64LE(next - 8));
      };
      const sizeBytes = wide(sizes.sizeBytes);
      const compressedBytes = wide(sizes.compressedBytes);
      return { sizeBytes, compressedBytes, offset: wide(sizes.offset) };
    }
    at += 4 + length;
  }
  return sizes;
}
