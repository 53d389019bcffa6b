import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { AppError, messageOf } from '@outpost/contracts';
import { sourceOfFile } from './byte-source.ts';
import { entryPath } from './entry-path.ts';
import { defaultExtractLimits, type ExtractOptions } from './extract-limits.ts';
import { writeEntry } from './write-entry.ts';
import { entryDataOffset, readZipDirectory, type ZipEntry } from './zip-directory.ts';

/**
 * Unpacks a zip file (a wheel) into a directory. Links, encrypted entries and names that leave the
 * directory are refused; nothing is read into memory whole. Throws `pack_archive_invalid`,
 * `pack_too_large`, `pack_hash_mismatch`.
 */
export async function extractZip(archive: string, options: ExtractOptions): Promise<void> {
  const { limits = defaultExtractLimits, wanted, directory, signal } = options;
  const file = await open(archive, 'r');
  try {
    const entries = (await listZip(file, archive)).filter(({ name }) => !name.endsWith('/'));
    const chosen = wanted ? wanted.map((want) => findEntry(entries, want.path, archive)) : entries;
    if (chosen.length > limits.filesMax)
      throw new AppError('pack_too_large', {
        details: {
          thing: `The number of files in ${basename(archive)}`,
          limit: 'filesMax',
          limitBytes: limits.filesMax,
        },
      });
    let totalBytes = 0;
    for (const [index, entry] of chosen.entries()) {
      const target = entryPath(directory, entry.name);
      if (target === null) throw invalid(archive, `the name “${entry.name}” is not a safe path`);
      // 0o120000 is a symbolic link: the next entry could be written through it.
      if ((entry.mode & 0o170000) === 0o120000) throw invalid(archive, `${entry.name} is a link`);
      const content = await openEntry(file, archive, entry);
      const written = await writeEntry(content, {
        file: target,
        archive,
        bytesMax: Math.min(entry.sizeBytes, limits.totalBytesMax - totalBytes),
        executable: (entry.mode & 0o100) !== 0,
        signal,
      }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error instanceof AppError ? error : invalid(archive, messageOf(error), error);
      });
      if (written.sizeBytes !== entry.sizeBytes)
        throw invalid(archive, `${entry.name} is shorter than the archive says`);
      totalBytes += written.sizeBytes;
      const expected = wanted?.[index]?.sha256;
      if (expected !== undefined && expected !== written.sha256)
        throw new AppError('pack_hash_mismatch', {
          details: { file: entry.name, actual: written.sha256, expected },
        });
    }
  } finally {
    await file.close();
  }
}

/** Names and sizes of the files in a zip. Throws `pack_archive_invalid`. */
export async function listZipFile(
  archive: string,
): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]> {
  const file = await open(archive, 'r');
  try {
    return await listZip(file, archive);
  } finally {
    await file.close();
  }
}

async function listZip(file: FileHandle, archive: string): Promise<readonly ZipEntry[]> {
  try {
    return (await readZipDirectory(await sourceOfFile(file))).entries;
  } catch (error) {
    throw invalid(archive, messageOf(error), error);
  }
}

async function openEntry(file: FileHandle, archive: string, entry: ZipEntry): Promise<Readable> {
  if (entry.encrypted) throw invalid(archive, `${entry.name} is encrypted`);
  if (entry.method !== 0 && entry.method !== 8)
    throw invalid(archive, `${entry.name} uses the compression method ${entry.method}`);
  if (entry.compressedBytes === 0) return Readable.from([]);
  const start = await entryDataOffset(await sourceOfFile(file), entry).catch((error: unknown) => {
    throw invalid(archive, messageOf(error), error);
  });
  const raw = Readable.from(readRange(file, start, entry.compressedBytes));
  if (entry.method === 0) return raw;
  const inflate = createInflateRaw();
  raw.on('error', (error) => inflate.destroy(error));
  return raw.pipe(inflate);
}

async function* readRange(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < length;) {
    const buffer = Buffer.allocUnsafe(Math.min(1 << 18, length - done));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start + done);
    if (bytesRead === 0) throw new Error('it ends too early');
    done += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function findEntry(entries: readonly ZipEntry[], path: string, archive: string): ZipEntry {
  const entry = entries.find(({ name }) => name === path);
  if (!entry) throw invalid(archive, `it has no file ${path}`);
  return entry;
}

function invalid(archive: string, reason: string, cause?: unknown): AppError {
  return new AppError('pack_archive_invalid', {
    details: { file: basename(archive), reason },
    cause,
  });
}
