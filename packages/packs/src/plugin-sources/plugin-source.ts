import type { PluginManifest } from '@outpost/contracts';
import type { Words } from '../plugins/package-error.ts';
import type { HashedFile } from '../plugins/package-facts.ts';
import type { PluginPackage } from '../plugins/open-package.ts';

/** A plugin to be packed, wherever it came from, in memory. */
export interface PluginSource {
  readonly manifest: PluginManifest;
  /** As a person would type it, without credentials. */
  readonly address: string;
  /** Its own files, without wheels and dependency files, sorted by path. */
  readonly files: readonly SourceFile[];
  readonly dependencies: DependencyFiles;
  /** The package as it was published, with its signature; null for a folder. */
  readonly upstream: UpstreamPackage | null;
  /** The opened package, when its wheels are to be used; null otherwise. */
  readonly packaged: PluginPackage | null;
  /** What was left out or put right on the way. */
  readonly notes: readonly Words[];
}

export interface SourceFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The files that say what a plugin needs, as text; null where there is none. */
export interface DependencyFiles {
  readonly lock: string | null;
  readonly project: string | null;
  readonly requirements: string | null;
}

export interface UpstreamPackage {
  readonly uniqueIdentifier: string;
  readonly checksum: string;
  /** In the archive's order, as its signature covers them. */
  readonly files: readonly HashedFile[];
  readonly comment: Buffer;
}

/** Paths of dependency files in a plugin. */
export const dependencyPaths = {
  lock: 'uv.lock',
  project: 'pyproject.toml',
  requirements: 'requirements.txt',
} as const satisfies Record<keyof DependencyFiles, string>;

/** Where the packer keeps what it replaced, and what it found out. */
export const ownFolder = '.outpost';
export const upstreamFolder = `${ownFolder}/upstream`;

/** All own files of one plugin together; they are held in memory. */
export const ownFilesBytesMax = 256 * 2 ** 20;

/** Whether a file of a source goes into the new package as it is. */
export function isKept(name: string): boolean {
  return !(
    Object.values(dependencyPaths).some((path) => path === name) ||
    name === '.verification.dify.json' ||
    name.startsWith(`${ownFolder}/`) ||
    /^wheels\/[^/]+\.(whl|tar\.gz|zip)$/.test(name) ||
    // A package that lies in the source tree would be packed again and again.
    /\.difypkg$/i.test(name)
  );
}
