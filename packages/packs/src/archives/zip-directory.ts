import type { FileHandle } from 'node:fs/promises';

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
export async function readZipDirectory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const { offset, length, count } = await findDirectory(file, size);
  if (length > directoryBytesMax) throw new Error('its list of files is too long');
  if (offset + length > size) throw new Error('its list of files lies outside the file');
  const bytes = await readExactly(file, offset, length);
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
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      mode: bytes.readUInt32LE(at + 38) >>> 16,
      ...sizes,
    });
    at = next;
  }
  return entries;
}

/** Where the bytes of an entry begin: its local header repeats the name with lengths of its own. */
export async function entryDataOffset(file: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await readExactly(file, entry.offset, 30);
  if (header.readUInt32LE(0) !== 0x04034b50)
    throw new Error(`the header of ${entry.name} is damaged`);
  return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function findDirectory(
  file: FileHandle,
  size: number,
): Promise<{ readonly offset: number; readonly length: number; readonly count: number }> {
  // The end record is 22 bytes and a comment of at most 65,535.
  const tailLength = Math.min(size, 22 + 65_535);
  const tailStart = size - tailLength;
  const tail = await readExactly(file, tailStart, tailLength);
  let at = tailLength - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== endSignature) at -= 1;
  if (at < 0) throw new Error('it is not a zip file, or its end is missing');
  const count = tail.readUInt16LE(at + 10);
  const length = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  if (count !== 0xffff && length !== 0xffffffff && offset !== 0xffffffff)
    return { offset, length, count };
  if (at < 20 || tail.readUInt32LE(at - 20) !== end64LocatorSignature)
    return { offset, length, count };
  const end64 = await readExactly(file, Number(tail.readBigUInt64LE(at - 12)), 56);
  if (end64.readUInt32LE(0) !== end64Signature) throw new Error('its zip64 end record is damaged');
  return {
    count: Number(end64.readBigUInt64LE(32)),
    length: Number(end64.readBigUInt64LE(40)),
    offset: Number(end64.readBigUInt64LE(48)),
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

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw new Error('it ends too early');
    done += bytesRead;
  }
  return buffer;
}
