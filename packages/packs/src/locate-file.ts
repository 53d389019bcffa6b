import { AppError } from '@outpost/contracts';
import type { PackSource } from './pack-lock.ts';
import { findInFolders, resolvePypi, type ResolveOptions } from './registries/resolve-pypi.ts';

/** Where a pinned file can be had here: on this machine, or at an address. */
export type FileLocation =
  | { readonly path: string }
  | {
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };

/** Finds a pinned file through the settings of pip and npm. Throws `pack_not_found`, `pack_unreachable`. */
export async function locateFile(
  source: PackSource,
  options: ResolveOptions,
): Promise<FileLocation> {
  switch (source.type) {
    case 'url':
      return { url: source.url, headers: {} };
    case 'npm':
      return locateNpm(source, options);
    case 'pypi': {
      const path = await findInFolders(source.filename, options.settings);
      if (path !== null) return { path };
      const { location } = await resolvePypi(
        source.project,
        (names) => names.find((name) => name === source.filename) ?? null,
        options,
      );
      return 'path' in location ? location : { url: location.url, headers: {} };
    }
    default: {
      const unknown: never = source;
      throw new AppError('pack_lock_invalid', {
        details: { file: 'packs.lock.json', reason: `unknown source ${JSON.stringify(unknown)}` },
      });
    }
  }
}

/** Every npm registry and mirror serves tarballs at this address; no metadata needs to be asked for. */
function locateNpm(
  { name, version }: { readonly name: string; readonly version: string },
  { settings }: ResolveOptions,
): FileLocation {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const url = `${settings.npm.registryFor(name)}/${name}/-/${base}-${version}.tgz`;
  return { url, headers: settings.npm.headersFor(url) };
}
