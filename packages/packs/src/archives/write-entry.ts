import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@outpost/contracts';

/** Writes one unpacked file, stopping at `bytesMax`; gives its size and SHA-256. The file must be new. */
export async function writeEntry(
  content: Readable,
  {
    file,
    archive,
    bytesMax,
    executable = false,
    signal,
  }: {
    readonly file: string;
    readonly archive: string;
    readonly bytesMax: number;
    readonly executable?: boolean;
    readonly signal: AbortSignal;
  },
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  await mkdir(dirname(file), { recursive: true });
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > bytesMax) {
        done(
          new AppError('pack_too_large', {
            details: {
              thing: `${basename(archive)}, unpacked,`,
              limit: 'totalBytesMax',
              limitBytes: bytesMax,
            },
          }),
        );
        return;
      }
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const output = createWriteStream(file, { flags: 'wx', mode: executable ? 0o755 : 0o644 });
  await pipeline(content, meter, output, { signal });
  return { sizeBytes, sha256: hash.digest('hex') };
}
