import { createHash } from 'node:crypto';
import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@outpost/contracts';
import type { ByteSource } from '../archives/byte-source.ts';
import { entryPath } from '../archives/entry-path.ts';
import { readZipDirectory, type ZipEntry } from '../archives/zip-directory.ts';
import { readZipEntry, streamZipEntry } from '../archives/zip-entry-content.ts';
import { runLimited } from '../download/run-limited.ts';

export interface UnpackWheelOptions {
  /** Becomes (a part of) `site-packages`; files that are there already are replaced, as pip does. */
  readonly directory: string;
  readonly filename: string;
  readonly limits: { readonly unpackedBytesMax: number; readonly filesMax: number };
  readonly signal: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Installs a wheel by unpacking (PEP 427): its files and those of `*.data/purelib` and `platlib`
 * into the directory, scripts into its `bin`, other data beside them. Every file must have the hash
 * that RECORD gives. Nothing is run. Returns the bytes written.
 * Throws `pack_archive_invalid`, `pack_too_large`.
 */
export async function unpackWheel(
  source: ByteSource,
  { directory, filename, limits, signal, onBytes }: UnpackWheelOptions,
): Promise<number> {
  try {
    const { entries } = await readZipDirectory(source);
    const files = entries.filter(({ name }) => !name.endsWith('/'));
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (bytes > limits.unpackedBytesMax || files.length > limits.filesMax)
      throw tooLarge(
        filename,
        bytes > limits.unpackedBytesMax ? limits.unpackedBytesMax : limits.filesMax,
      );
    const record = await readRecord(source, files);
    const targets = placeFiles(files, directory);
    for (const folder of new Set([...targets.values()].map((path) => dirname(path))))
      await mkdir(folder, { recursive: true });
    await runLimited([...targets], filesAtOnce, async ([entry, path]) => {
      signal.throwIfAborted();
      await writeOne(source, entry, { path, expected: record.get(entry.name) ?? null });
      onBytes?.(entry.sizeBytes);
    });
    return bytes;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    if (isDiskFault(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('pack_archive_invalid', {
      details: { file: filename, reason },
      cause: error,
    });
  }
}

/** Where each file goes. */
function placeFiles(files: readonly ZipEntry[], directory: string): ReadonlyMap<ZipEntry, string> {
  const targets = new Map<ZipEntry, string>();
  const taken = new Set<string>();
  for (const entry of files) {
    const type = entry.mode & 0o170000;
    if (type !== 0 && type !== 0o100000) throw new Error(`${entry.name} is not a plain file`);
    const path = entry.nameDamaged ? null : entryPath(directory, installedName(entry.name));
    if (path === null)
      throw new Error(`the name ${JSON.stringify(entry.name.slice(0, 200))} is not a safe path`);
    if (taken.has(path)) throw new Error(`it has ${entry.name} twice`);
    taken.add(path);
    targets.set(entry, path);
  }
  return targets;
}

function installedName(name: string): string {
  const data = /^[^/]+\.data\/(purelib|platlib|scripts|data|headers)\/(.+)$/.exec(name);
  if (!data?.[2]) return name;
  if (data[1] === 'scripts') return `bin/${data[2]}`;
  return data[1] === 'headers' ? `include/${data[2]}` : data[2];
}

/** The SHA-256 of each file, base64url as RECORD writes it. */
async function readRecord(
  source: ByteSource,
  files: readonly ZipEntry[],
): Promise<ReadonlyMap<string, string>> {
  const entry = files.find(({ name }) => /^[^/]+\.dist-info\/RECORD$/.test(name));
  if (!entry) throw new Error('it has no RECORD');
  if (entry.sizeBytes > recordBytesMax) throw new Error('its RECORD is too long');
  const text = (await readZipEntry(source, entry)).toString('utf8');
  const hashes = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^(?:"((?:[^"]|"")+)"|([^,]+)),sha256=([\w-]{43}),/.exec(line);
    if (match) hashes.set(match[1]?.replaceAll('""', '"') ?? match[2] ?? '', match[3] ?? '');
  }
  for (const { name } of files)
    if (!hashes.has(name) && !/\.dist-info\/RECORD(\.jws|\.p7s)?$/.test(name))
      throw new Error(`${name} is not in its RECORD`);
  return hashes;
}

async function writeOne(
  source: ByteSource,
  entry: ZipEntry,
  { path, expected }: { readonly path: string; readonly expected: string | null },
): Promise<void> {
  const hash = createHash('sha256');
  const executable = (entry.mode & 0o111) !== 0;
  if (entry.sizeBytes <= atOnceBytesMax) {
    const content = await readZipEntry(source, entry);
    hash.update(content);
    checkHash(entry.name, hash.digest('base64url'), expected);
    await writeFile(path, content, { mode: executable ? 0o755 : 0o644 });
  } else {
    const output = await open(path, 'w', executable ? 0o755 : 0o644);
    try {
      for await (const piece of streamZipEntry(source, entry)) {
        hash.update(piece);
        await output.writeFile(piece);
      }
    } finally {
      await output.close();
    }
    checkHash(entry.name, hash.digest('base64url'), expected);
  }
  // The mode above is lost when another wheel wrote the file before.
  if (executable) await chmod(path, 0o755);
}

function checkHash(name: string, actual: string, expected: string | null): void {
  if (expected !== null && actual !== expected)
    throw new Error(`${name} is not the file that its RECORD lists`);
}

function tooLarge(filename: string, limitBytes: number): AppError {
  return new AppError('pack_too_large', {
    details: { thing: `${filename}, unpacked,`, limit: 'unpackedBytesMax', limitBytes },
  });
}

function isDiskFault(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined;
}

const filesAtOnce = 8;
const atOnceBytesMax = 16 * 2 ** 20;
const recordBytesMax = 64 * 2 ** 20;
