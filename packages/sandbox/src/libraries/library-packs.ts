/**
 * Library packs: Python libraries that an administrator adds to the sandbox. A pack is a folder
 * `<directory>/<name>` with its package files and `pack.json`; it appears by one rename. Packs in
 * `packs.lock.json` are held to its hashes; any other pack is the administrator's own choice, and
 * its hashes are recorded at installation.
 */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '@outpost/contracts';
import packsLock from './packs.lock.json' with { type: 'json' };
import wheelsLock from './wheels.lock.json' with { type: 'json' };
import { checkHash, sha256, type InstalledWheels, type LockedWheel } from './wheels.ts';

/** A pack that is known here, with the files it consists of. */
export interface LibraryPackLock {
  readonly name: string;
  /** Names that code imports. */
  readonly modules: readonly string[];
  readonly wheels: readonly LockedWheel[];
}

/** A pack that is installed. */
export interface InstalledLibraryPack {
  readonly name: string;
  readonly wheels: readonly LockedWheel[];
}

/** The packs whose files are pinned by hash. */
export const libraryPackLock: readonly LibraryPackLock[] = packsLock.packs;

/** The files every installation has, for `ensureWheels`. */
export const baseWheelLock: readonly LockedWheel[] = wheelsLock.wheels;

/** The pack that brings a module; the module's own top name where no pack is known. */
export function packForModule(module: string): string {
  const top = module.split('.', 1)[0] ?? module;
  return libraryPackLock.find(({ modules }) => modules.includes(top))?.name ?? top;
}

/** True of well-known libraries with native code, for which no build for this Python exists. */
export function isNativeModule(module: string): boolean {
  return packsLock.native.includes(module.split('.', 1)[0] ?? module);
}

/**
 * Installs a pack from package files on disk; `directory` is where packs are kept. Interpreters started
 * afterwards have it. Throws `library_pack_invalid`, `pack_hash_mismatch`.
 */
export async function installLibraryPack(options: {
  readonly name: string;
  readonly directory: string;
  readonly wheels: readonly string[];
}): Promise<InstalledLibraryPack> {
  const { name, directory } = options;
  const refuse = (reason: string): AppError =>
    new AppError('library_pack_invalid', { details: { name, reason } });
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name))
    throw refuse('a name has 1–64 of the characters a–z, 0–9, ., _ and -');
  const locked = libraryPackLock.find((pack) => pack.name === name)?.wheels;
  const given = new Map(options.wheels.map((path) => [basename(path), path]));
  if (given.size === 0) throw refuse('it has no files');
  const missing = locked?.find(({ file }) => !given.has(file));
  if (missing) throw refuse(`the file ${missing.file} is missing`);

  const folder = join(directory, name);
  const temporary = join(directory, `.${name}.${randomUUID()}.tmp`);
  await mkdir(temporary, { recursive: true });
  try {
    const wheels: LockedWheel[] = [];
    for (const [file, path] of given) {
      const pinned = locked?.find((wheel) => wheel.file === file);
      if (locked && !pinned) throw refuse(`the file ${file} does not belong to it`);
      const bytes = await readFile(path);
      if (pinned) checkHash(file, bytes, pinned.sha256);
      const wheel = pinned ?? describeWheel(file, bytes, refuse);
      await writeFile(join(temporary, file), bytes);
      wheels.push(wheel);
    }
    await writeFile(join(temporary, manifestName), JSON.stringify({ name, wheels }, null, 2));
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
    return { name, wheels };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The installed packs by name; none when the directory does not exist. */
export async function listLibraryPacks(
  directory: string,
): Promise<readonly InstalledLibraryPack[]> {
  const packs: InstalledLibraryPack[] = [];
  for (const name of (await entriesOf(directory)).toSorted()) {
    if (name.startsWith('.')) continue;
    const manifest = await readFile(join(directory, name, manifestName), 'utf8');
    packs.push(JSON.parse(manifest) as InstalledLibraryPack);
  }
  return packs;
}

/** Removes an installed pack; interpreters that run keep it until they end. */
export async function removeLibraryPack(name: string, directory: string): Promise<void> {
  const packs = await listLibraryPacks(directory);
  if (!packs.some((pack) => pack.name === name))
    throw new AppError('not_found', { details: { thing: `The library pack “${name}”` } });
  await rm(join(directory, name), { recursive: true, force: true });
}

/** Changes whenever a pack is added or removed: each of those renames or removes an entry of the directory. */
export function librariesVersion(directory: string): number {
  return statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** All files an interpreter is made with: those of every installation, and the packs'. Hashes are checked here. */
export async function installedWheels(
  wheelsDirectory: string,
  packsDirectory: string,
): Promise<InstalledWheels> {
  const packs = await listLibraryPacks(packsDirectory);
  const all = [
    ...baseWheelLock.map((wheel) => ({ wheel, path: join(wheelsDirectory, wheel.file) })),
    ...packs.flatMap(({ name, wheels }) =>
      wheels.map((wheel) => ({ wheel, path: join(packsDirectory, name, wheel.file) })),
    ),
  ];
  // Two packs may bring the same file, `six` for instance.
  const distinct = [...new Map(all.map((entry) => [entry.wheel.file, entry])).values()];
  for (const { wheel, path } of distinct) checkHash(wheel.file, await readFile(path), wheel.sha256);
  return {
    files: distinct.map(({ wheel, path }) => ({ file: wheel.file, path, sha256: wheel.sha256 })),
    roots: Object.fromEntries(
      distinct.flatMap(({ wheel }) => (wheel.roots ? [[wheel.file, wheel.roots]] : [])),
    ),
    preload: wheelsLock.preload,
  };
}

/** A wheel that no lock knows: `project-version-…-none-any.whl`, for Python 3 on any platform. */
function describeWheel(
  file: string,
  bytes: Uint8Array,
  refuse: (reason: string) => AppError,
): LockedWheel {
  const match = /^([A-Za-z0-9._]+)-([^-]+)(?:-\d[^-]*)?-([^-]+)-none-any\.whl$/.exec(file);
  const [, project = '', version = '', tags = ''] = match ?? [];
  if (!match || !tags.split('.').some((tag) => tag.startsWith('py3')))
    throw refuse(
      `${file} is not a pure-Python wheel (its name must end in py3-none-any.whl); libraries with native code cannot run in the sandbox`,
    );
  return { project: project.toLowerCase(), version, file, sha256: sha256(bytes) };
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const manifestName = 'pack.json';
