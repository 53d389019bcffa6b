import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@outpost/contracts';

/** A package file pinned by its hash. It is had from the Python package index by project and file name. */
export interface LockedWheel {
  readonly project: string;
  readonly version: string;
  readonly file: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Of a source distribution (`.tar.gz`), the folders that are Python packages. */
  readonly roots?: readonly string[];
}

/** The package files an interpreter is made with. */
export interface InstalledWheels {
  readonly files: readonly {
    readonly file: string;
    readonly path: string;
    readonly sha256: string;
  }[];
  readonly roots: Readonly<Record<string, readonly string[]>>;
  /** Modules imported before the snapshot is taken. */
  readonly preload: readonly string[];
}

/**
 * Makes sure that each locked wheel lies in the directory, by fetching the missing ones. A file whose
 * hash is another is refused: `pack_hash_mismatch`. Returns the paths, in the order of the lock.
 */
export async function ensureWheels(
  wheels: readonly LockedWheel[],
  directory: string,
  fetchWheel: (wheel: LockedWheel) => Promise<Uint8Array>,
): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  for (const wheel of wheels) {
    const path = join(directory, wheel.file);
    const there = await readIfThere(path);
    if (there) checkHash(wheel.file, there, wheel.sha256);
    else {
      const bytes = await fetchWheel(wheel);
      checkHash(wheel.file, bytes, wheel.sha256);
      const temporary = `${path}.${randomUUID()}.tmp`;
      await writeFile(temporary, bytes);
      await rename(temporary, path);
    }
    paths.push(path);
  }
  return paths;
}

/** Throws `pack_hash_mismatch` unless the bytes are the expected ones. */
export function checkHash(file: string, bytes: Uint8Array, expected: string): void {
  const actual = sha256(bytes);
  if (actual !== expected)
    throw new AppError('pack_hash_mismatch', { details: { file, actual, expected } });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
