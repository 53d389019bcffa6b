import type { FileHandle } from 'node:fs/promises';

/** Bytes that can be read anywhere: a file, a stretch of one, or memory. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Exactly `length` bytes; an `Error` when they are not all there. */
  read(position: number, length: number): Promise<Buffer>;
}

export async function sourceOfFile(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return sourceOfStretch(file, 0, size);
}

/** A stretch of a file as if it were a file: a stored entry of a zip. */
export function sourceOfStretch(file: FileHandle, start: number, sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    async read(position, length) {
      if (!isInside(position, length, sizeBytes)) throw new Error('it ends too early');
      const buffer = Buffer.allocUnsafe(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(buffer, done, length - done, start + position + done);
        if (bytesRead === 0) throw new Error('it ends too early');
        done += bytesRead;
      }
      return buffer;
    },
  };
}

export function sourceOfBytes(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    read(position, length) {
      return isInside(position, length, bytes.length)
        ? Promise.resolve(bytes.subarray(position, position + length))
        : Promise.reject(new Error('it ends too early'));
    },
  };
}

function isInside(position: number, length: number, sizeBytes: number): boolean {
  return position >= 0 && length >= 0 && position + length <= sizeBytes;
}
