import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, messageOf, type PluginManifest } from '@outpost/contracts';
import {
  sourceOfBytes,
  sourceOfFile,
  sourceOfStretch,
  type ByteSource,
} from '../archives/byte-source.ts';
import { entryPath } from '../archives/entry-path.ts';
import { entryDataOffset, readZipDirectory, type ZipEntry } from '../archives/zip-directory.ts';
import { readZipEntry, streamZipEntry } from '../archives/zip-entry-content.ts';
import { damagedPackage, invalidPackage } from './package-error.ts';
import { defaultPackageLimits, type PackageLimits } from './package-limits.ts';
import { hashPackage, type PackageFacts } from './package-facts.ts';
import { readManifest } from './read-manifest.ts';

export interface PackageEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  /** Not compressed: it can be read where it lies. */
  readonly stored: boolean;
}

/**
 * A plugin package (`.difypkg`) that was opened safely: its list of files is sound, every name stays
 * inside, nothing is a link, nothing is there twice, and sizes are within the limits. What a file
 * holds is checked when it is read.
 */
export class PluginPackage implements AsyncDisposable {
  readonly file: string;
  readonly manifest: PluginManifest;
  /** In the archive's order, which the signature depends on. */
  readonly entries: readonly PackageEntry[];
  /** Of the archive; a signature stands there. */
  readonly comment: Buffer;
  /** Entries for folders: Dify's daemon refuses packages that have them; here they are left out. */
  readonly folderEntries: readonly string[];
  readonly #handle: FileHandle;
  readonly #source: ByteSource;
  readonly #byName: ReadonlyMap<string, ZipEntry>;
  #facts: Promise<PackageFacts> | null = null;

  /** Use `openPluginPackage`. */
  constructor(parts: PackageParts) {
    this.file = parts.file;
    this.manifest = parts.manifest;
    this.comment = parts.comment;
    this.folderEntries = parts.folderEntries;
    this.entries = parts.entries.map(({ name, sizeBytes, compressedBytes, method }) => ({
      name,
      sizeBytes,
      compressedBytes,
      stored: method === 0,
    }));
    this.#handle = parts.handle;
    this.#source = parts.source;
    this.#byName = new Map(parts.entries.map((entry) => [entry.name, entry]));
  }

  get sizeBytes(): number {
    return this.#source.sizeBytes;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** A file's bytes; null when there is none of that name. Throws when it is larger than `bytesMax`. */
  async read(name: string, bytesMax = 16 * 2 ** 20): Promise<Buffer | null> {
    const entry = this.#byName.get(name);
    if (!entry) return null;
    if (entry.sizeBytes > bytesMax)
      throw new AppError('plugin_package_too_large', {
        details: {
          file: basename(this.file),
          thing: name,
          limit: 'bytesMax',
          limitBytes: bytesMax,
        },
      });
    try {
      return await readZipEntry(this.#source, entry);
    } catch (error) {
      throw damagedPackage(this.file, error);
    }
  }

  /** A file's content piece by piece; what was wrong with it is thrown at its end. */
  async *stream(name: string): AsyncGenerator<Buffer, void, void> {
    const entry = this.#entry(name);
    try {
      yield* streamZipEntry(this.#source, entry);
    } catch (error) {
      throw damagedPackage(this.file, error);
    }
  }

  /** A file to be read at any place, such as a wheel: where it lies when it is stored, else unpacked into memory. */
  async source(name: string, bytesMax = 512 * 2 ** 20): Promise<ByteSource> {
    const entry = this.#entry(name);
    try {
      if (entry.method === 0 && !entry.encrypted && entry.compressedBytes === entry.sizeBytes) {
        const start = await entryDataOffset(this.#source, entry);
        if (start + entry.sizeBytes > this.sizeBytes) throw new Error('it ends too early');
        return sourceOfStretch(this.#handle, start, entry.sizeBytes);
      }
    } catch (error) {
      throw damagedPackage(this.file, error);
    }
    const bytes = await this.read(name, bytesMax);
    return sourceOfBytes(bytes ?? Buffer.alloc(0));
  }

  /** Hashes every file, once: the checksum, the unique identifier and what a signature signs. */
  facts(): Promise<PackageFacts> {
    this.#facts ??= hashPackage({
      manifest: this.manifest,
      source: this.#source,
      entries: [...this.#byName.values()],
    }).catch((error: unknown) => {
      throw damagedPackage(this.file, error);
    });
    return this.#facts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#facts?.catch(() => {});
    await this.#handle.close();
  }

  #entry(name: string): ZipEntry {
    const entry = this.#byName.get(name);
    if (!entry)
      throw invalidPackage(this.file, { en: `it has no file ${name}`, zh: `缺少文件 ${name}` });
    return entry;
  }
}

interface PackageParts {
  readonly file: string;
  readonly handle: FileHandle;
  readonly source: ByteSource;
  readonly manifest: PluginManifest;
  readonly entries: readonly ZipEntry[];
  readonly folderEntries: readonly string[];
  readonly comment: Buffer;
}

/**
 * Opens a plugin package and reads its list of files and its manifest; nothing is unpacked. Close it
 * with `await using`. Throws `plugin_package_invalid`, `plugin_package_too_large`,
 * `plugin_manifest_invalid`.
 */
export async function openPluginPackage(
  file: string,
  { limits = {} }: { readonly limits?: Partial<PackageLimits> } = {},
): Promise<PluginPackage> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw invalidPackage(
      file,
      { en: `it cannot be read (${messageOf(error)})`, zh: `无法读取（${messageOf(error)}）` },
      error,
    );
  });
  try {
    const source = await sourceOfFile(handle);
    const all = { ...defaultPackageLimits, ...limits };
    refuseLarge(file, 'the file', source.sizeBytes, ['packageBytesMax', all.packageBytesMax]);
    const directory = await readZipDirectory(source).catch((error: unknown) => {
      throw damagedPackage(file, error);
    });
    const { files, folders } = checkEntries(file, directory.entries, all);
    const manifestEntry = files.find(({ name }) => name === 'manifest.yaml');
    if (!manifestEntry)
      throw invalidPackage(file, {
        en: 'it has no manifest.yaml at its root',
        zh: '根目录缺少 manifest.yaml',
      });
    refuseLarge(file, 'manifest.yaml', manifestEntry.sizeBytes, ['manifestBytesMax', 2 ** 20]);
    const text = await readZipEntry(source, manifestEntry).catch((error: unknown) => {
      throw damagedPackage(file, error);
    });
    return new PluginPackage({
      file,
      handle,
      source,
      manifest: readManifest(text.toString('utf8'), basename(file)),
      entries: files,
      folderEntries: folders,
      comment: directory.comment,
    });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function checkEntries(
  file: string,
  entries: readonly ZipEntry[],
  { filesMax, unpackedBytesMax }: PackageLimits,
): { readonly files: readonly ZipEntry[]; readonly folders: readonly string[] } {
  if (entries.length > filesMax)
    throw invalidPackage(file, {
      en: `it has ${entries.length} files, more than ${filesMax}`,
      zh: `文件数 ${entries.length} 超过上限 ${filesMax}`,
    });
  const files: ZipEntry[] = [];
  const folders: string[] = [];
  let unpackedBytes = 0;
  for (const entry of entries) {
    const isFolder = entry.name.endsWith('/') && entry.sizeBytes === 0;
    const name = isFolder ? entry.name.slice(0, -1) : entry.name;
    if (entry.nameDamaged || entryPath('', name) === null)
      throw invalidPackage(file, {
        en: `the name ${JSON.stringify(name.slice(0, 200))} is not a safe path`,
        zh: `文件名 ${JSON.stringify(name.slice(0, 200))} 不是安全路径`,
      });
    // Links, devices and pipes: the type bits of a Unix mode, where there are any.
    const type = entry.mode & 0o170000;
    if (type !== 0 && type !== 0o100000 && !(isFolder && type === 0o040000))
      throw invalidPackage(file, {
        en: `${name} is a link or another thing that is not a file`,
        zh: `${name} 是链接或其他非普通文件`,
      });
    if (isFolder) folders.push(name);
    else files.push(entry);
    unpackedBytes += entry.sizeBytes;
  }
  refuseLarge(file, 'its content', unpackedBytes, ['unpackedBytesMax', unpackedBytesMax]);
  refuseClashes(file, files);
  refuseOverlaps(file, entries);
  return { files, folders };
}

/** One name twice, or a file where another one has its folder. */
function refuseClashes(file: string, entries: readonly ZipEntry[]): void {
  const names = new Set<string>();
  const twice = (name: string): AppError =>
    invalidPackage(file, {
      en: `it has ${JSON.stringify(name)} twice`,
      zh: `${JSON.stringify(name)} 出现了两次`,
    });
  for (const { name } of entries) {
    if (names.has(name)) throw twice(name);
    names.add(name);
  }
  for (const { name } of entries)
    for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1))
      if (names.has(name.slice(0, slash))) throw twice(name.slice(0, slash));
}

/** Files that share bytes unpack to far more than the archive holds. */
function refuseOverlaps(file: string, entries: readonly ZipEntry[]): void {
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset < end)
      throw invalidPackage(file, {
        en: `${entry.name} shares its bytes with another file`,
        zh: `${entry.name} 与其他文件共用数据`,
      });
    end = entry.offset + 30 + Buffer.byteLength(entry.name) + entry.compressedBytes;
  }
}

function refuseLarge(
  file: string,
  thing: string,
  sizeBytes: number,
  [limit, limitBytes]: readonly [string, number],
): void {
  if (sizeBytes > limitBytes)
    throw new AppError('plugin_package_too_large', {
      details: { file: basename(file), thing, limit, limitBytes },
    });
}
