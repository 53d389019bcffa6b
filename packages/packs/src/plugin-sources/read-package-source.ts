import { basename } from 'node:path';
import { AppError } from '@outpost/contracts';
import { openPluginPackage } from '../plugins/open-package.ts';
import type { PackageLimits } from '../plugins/package-limits.ts';
import type { Words } from '../plugins/package-error.ts';
import { upstreamFromProvenance } from '../plugin-packing/provenance.ts';
import {
  dependencyPaths,
  isKept,
  ownFilesBytesMax,
  ownFolder,
  upstreamFolder,
  type DependencyFiles,
  type PluginSource,
  type SourceFile,
} from './plugin-source.ts';

/**
 * Reads a package file as a source. Of a package that this packer made, the dependency files that it
 * replaced come back. The package stays open in `packaged`; the caller closes it.
 */
export async function readPackageSource(
  file: string,
  { address, limits }: { readonly address: string; readonly limits: Partial<PackageLimits> },
): Promise<PluginSource> {
  const opened = await openPluginPackage(file, { limits });
  try {
    const { uniqueIdentifier, checksum, files: hashed } = await opened.facts();
    const files: SourceFile[] = [];
    let bytes = 0;
    for (const { name, sizeBytes } of opened.entries.filter((entry) => isKept(entry.name))) {
      bytes += sizeBytes;
      if (bytes > ownFilesBytesMax)
        throw new AppError('plugin_package_too_large', {
          details: {
            file: basename(file),
            thing: 'what it holds besides wheels',
            limit: 'ownFilesBytesMax',
            limitBytes: ownFilesBytesMax,
          },
        });
      files.push({ name, bytes: (await opened.read(name, sizeBytes)) ?? Buffer.alloc(0) });
    }
    const text = async (path: string): Promise<string | null> =>
      (await opened.read(path))?.toString('utf8') ?? null;
    const provenance = await text(`${ownFolder}/provenance.json`);
    const wasPacked = Object.values(dependencyPaths).some((path) =>
      opened.has(`${upstreamFolder}/${path}`),
    );
    const folder = wasPacked ? `${upstreamFolder}/` : '';
    const dependencies: DependencyFiles = {
      lock: await text(`${folder}${dependencyPaths.lock}`),
      project: await text(`${folder}${dependencyPaths.project}`),
      requirements: await text(`${folder}${dependencyPaths.requirements}`),
    };
    return {
      manifest: opened.manifest,
      address,
      files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      dependencies,
      // Of a package that was packed before, upstream is what it was packed from.
      upstream: (provenance && upstreamFromProvenance(provenance)) || {
        uniqueIdentifier,
        checksum,
        files: hashed,
        comment: opened.comment,
      },
      packaged: opened,
      notes: folderNote(opened.folderEntries),
    };
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

function folderNote(folders: readonly string[]): Words[] {
  return folders.length === 0
    ? []
    : [
        {
          en: 'The package has entries for folders, which Dify’s daemon refuses; they are left out.',
          zh: '包内含有目录条目（Dify 守护进程会拒绝），已移除。',
        },
      ];
}
