import { createHash } from 'node:crypto';
import type { PluginManifest } from '@outpost/contracts';
import type { ByteSource } from '../archives/byte-source.ts';
import type { ZipEntry } from '../archives/zip-directory.ts';
import { hashZipEntry } from '../archives/zip-entry-content.ts';

/** What a package is, by its bytes. */
export interface PackageFacts {
  /** `author/name`: the same for every version. */
  readonly pluginId: string;
  /** `author/name:version@checksum`. */
  readonly uniqueIdentifier: string;
  /** 64 hexadecimal digits, independent of order, compression, times and comment. */
  readonly checksum: string;
  /** In the archive's order. */
  readonly files: readonly HashedFile[];
}

export interface HashedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export async function hashPackage({
  manifest,
  source,
  entries,
}: {
  readonly manifest: PluginManifest;
  readonly source: ByteSource;
  readonly entries: readonly ZipEntry[];
}): Promise<PackageFacts> {
  const files: HashedFile[] = [];
  for (const entry of entries) {
    const sha256 = (await hashZipEntry(source, entry)).toString('hex');
    files.push({ name: entry.name, sizeBytes: entry.sizeBytes, sha256 });
  }
  return packageFacts(manifest, files);
}

export function packageFacts(
  { author, name, version }: Pick<PluginManifest, 'author' | 'name' | 'version'>,
  files: readonly HashedFile[],
): PackageFacts {
  const checksum = packageChecksum(files);
  return {
    pluginId: `${author}/${name}`,
    uniqueIdentifier: `${author}/${name}:${version}@${checksum}`,
    checksum,
    files,
  };
}

/**
 * SHA-256 over, for each file by the byte order of its path, SHA-256(path) and SHA-256(content).
 * Signing with a category changes it, a signature in the comment does not.
 */
export function packageChecksum(files: readonly Pick<HashedFile, 'name' | 'sha256'>[]): string {
  const sum = createHash('sha256');
  const rows = files.map(({ name, sha256 }) => ({ path: Buffer.from(name), sha256 }));
  for (const { path, sha256 } of rows.toSorted((a, b) => Buffer.compare(a.path, b.path))) {
    sum.update(createHash('sha256').update(path).digest());
    sum.update(Buffer.from(sha256, 'hex'));
  }
  return sum.digest('hex');
}
