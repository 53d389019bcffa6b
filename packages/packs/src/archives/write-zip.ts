import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

/** A file that goes into a zip. */
export type ZipPart =
  /** Bytes, compressed unless they are `stored`. */
  | { readonly name: string; readonly bytes: Buffer; readonly stored: boolean }
  /** A file of the disk, stored as it is. */
  | { readonly name: string; readonly path: string; readonly sizeBytes: number }
  /** Bytes as another zip has them, compressed or not. */
  | {
      readonly name: string;
      readonly raw: Buffer;
      readonly method: 0 | 8;
      readonly sizeBytes: number;
      readonly crc32: number;
    };

/**
 * Writes a zip: the files in the order given, no entries for folders, no times, no modes, the comment
 * at its end. The same parts give the same bytes, on any machine with the same zlib. Returns the
 * SHA-256 of the whole. Throws an `Error` when it would pass 4 GiB.
 */
export async function writeZip(
  file: string,
  parts: readonly ZipPart[],
  { comment = Buffer.alloc(0) }: { readonly comment?: Buffer } = {},
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const output = await open(file, 'w');
  try {
    const writer = new ZipWriter(output);
    for (const part of parts) await writer.add(part);
    return await writer.end(comment);
  } finally {
    await output.close();
  }
}

class ZipWriter {
  readonly #output: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  readonly #rows: Buffer[] = [];
  #offset = 0;

  constructor(output: FileHandle) {
    this.#output = output;
  }

  async add(part: ZipPart): Promise<void> {
    if ('path' in part) {
      // The head comes before the content and holds its sum, so the file is read twice.
      const sum = await sumOfFile(part.path);
      const head = { name: part.name, method: 0, crc32: sum, sizeBytes: part.sizeBytes };
      await this.#begin({ ...head, compressedBytes: part.sizeBytes });
      await this.#copy(part.path, part.sizeBytes);
      return;
    }
    if ('raw' in part) {
      await this.#begin({ ...part, compressedBytes: part.raw.length });
      await this.#write(part.raw);
      return;
    }
    const deflated = part.stored ? part.bytes : deflateRawSync(part.bytes, { level: 9 });
    const isSmaller = deflated.length < part.bytes.length;
    const content = isSmaller ? deflated : part.bytes;
    await this.#begin({
      name: part.name,
      method: isSmaller ? 8 : 0,
      crc32: crc32(part.bytes),
      sizeBytes: part.bytes.length,
      compressedBytes: content.length,
    });
    await this.#write(content);
  }

  async end(comment: Buffer): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
    const directory = Buffer.concat(this.#rows);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#rows.length, 8);
    end.writeUInt16LE(this.#rows.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.#offset, 16);
    end.writeUInt16LE(comment.length, 20);
    await this.#write(Buffer.concat([directory, end, comment]));
    await this.#output.sync();
    return { sizeBytes: this.#offset, sha256: this.#hash.digest('hex') };
  }

  async #begin(entry: {
    readonly name: string;
    readonly method: number;
    readonly crc32: number;
    readonly sizeBytes: number;
    readonly compressedBytes: number;
  }): Promise<void> {
    const name = Buffer.from(entry.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // Bit 11: the name is UTF-8. Times and date stay zero.
    common.writeUInt16LE(name.length === entry.name.length ? 0 : 0x800, 2);
    common.writeUInt16LE(entry.method, 4);
    common.writeUInt32LE(entry.crc32, 10);
    common.writeUInt32LE(entry.compressedBytes, 14);
    common.writeUInt32LE(entry.sizeBytes, 18);
    common.writeUInt16LE(name.length, 22);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(20, 4);
    common.copy(row, 6);
    row.writeUInt32LE(this.#offset, 42);
    this.#rows.push(Buffer.concat([row, name]));
    if (this.#rows.length > 0xffff) throw new Error('a zip holds at most 65,535 files');
    await this.#write(Buffer.concat([Buffer.from('504b0304', 'hex'), common, name]));
  }

  async #copy(path: string, sizeBytes: number): Promise<void> {
    const input = await open(path, 'r');
    const buffer = Buffer.allocUnsafe(Math.min(1 << 20, Math.max(1, sizeBytes)));
    try {
      for (let done = 0; done < sizeBytes;) {
        const { bytesRead } = await input.read(buffer, 0, buffer.length, done);
        if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
        await this.#write(buffer.subarray(0, Math.min(bytesRead, sizeBytes - done)));
        done += bytesRead;
      }
    } finally {
      await input.close();
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#offset + bytes.length > 0xffffffff) throw new Error('it would be larger than 4 GiB');
    this.#hash.update(bytes);
    for (let done = 0; done < bytes.length;)
      done += (await this.#output.write(bytes, done, bytes.length - done, this.#offset + done))
        .bytesWritten;
    this.#offset += bytes.length;
  }
}

async function sumOfFile(path: string): Promise<number> {
  const input = await open(path, 'r');
  try {
    let sum = 0;
    for await (const piece of input.createReadStream({ highWaterMark: 1 << 20, autoClose: false }))
      sum = crc32(piece as Buffer, sum);
    return sum;
  } finally {
    await input.close();
  }
}
