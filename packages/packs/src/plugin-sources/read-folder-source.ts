import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, messageOf } from '@outpost/contracts';
import { entryPath } from '../archives/entry-path.ts';
import { invalidPackage, type Words } from '../plugins/package-error.ts';
import { defaultPackageLimits } from '../plugins/package-limits.ts';
import { readManifest } from '../plugins/read-manifest.ts';
import { parseIgnoreRules } from './ignore-rules.ts';
import {
  dependencyPaths,
  isKept,
  ownFilesBytesMax,
  type PluginSource,
  type SourceFile,
} from './plugin-source.ts';

/**
 * Reads a plugin's source folder as the packaging tool does: `.difyignore`, else `.gitignore`, says
 * what stays out. Links and what can never belong into a package stay out, too. The lock counts even
 * when it is ignored.
 */
export async function readFolderSource(folder: string): Promise<PluginSource> {
  const manifest = await readText(folder, 'manifest.yaml');
  if (manifest === null)
    throw invalidPackage(folder, {
      en: 'the folder has no manifest.yaml',
      zh: '文件夹中没有 manifest.yaml',
    });
  const rules =
    (await readText(folder, '.difyignore')) ?? (await readText(folder, '.gitignore')) ?? '';
  const walk: Walk = {
    folder,
    isIgnored: parseIgnoreRules(rules),
    files: [],
    bytes: 0,
    notes: [],
  };
  await visit(walk, '');
  return {
    manifest: readManifest(manifest, basename(folder)),
    address: folder,
    files: walk.files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    dependencies: {
      lock: await readText(folder, dependencyPaths.lock),
      project: await readText(folder, dependencyPaths.project),
      requirements: await readText(folder, dependencyPaths.requirements),
    },
    upstream: null,
    packaged: null,
    notes: walk.notes,
  };
}

interface Walk {
  readonly folder: string;
  readonly isIgnored: (path: string, isFolder: boolean) => boolean;
  readonly files: SourceFile[];
  readonly notes: Words[];
  bytes: number;
}

async function visit(walk: Walk, inside: string): Promise<void> {
  const rows = await readdir(join(walk.folder, inside), { withFileTypes: true });
  for (const row of rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = inside === '' ? row.name : `${inside}/${row.name}`;
    if (neverPacked.has(row.name) || walk.isIgnored(name, row.isDirectory())) continue;
    if (row.isDirectory()) {
      await visit(walk, name);
      continue;
    }
    if (!row.isFile()) {
      walk.notes.push({
        en: `${name} is a link or another thing that is not a file; it is left out.`,
        zh: `${name} 是链接或其他非普通文件，已跳过。`,
      });
      continue;
    }
    if (isKept(name)) await take(walk, name);
  }
}

async function take(walk: Walk, name: string): Promise<void> {
  if (entryPath('', name) === null)
    throw invalidPackage(walk.folder, {
      en: `the name ${JSON.stringify(name)} is not a safe path`,
      zh: `文件名 ${JSON.stringify(name)} 不是安全路径`,
    });
  const path = join(walk.folder, name);
  walk.bytes += (await lstat(path)).size;
  const isTooMuch = walk.bytes > ownFilesBytesMax;
  if (isTooMuch || walk.files.length >= defaultPackageLimits.filesMax)
    throw new AppError('plugin_package_too_large', {
      details: {
        file: basename(walk.folder),
        thing: isTooMuch ? 'what it holds besides wheels' : 'the number of its files',
        limit: isTooMuch ? 'ownFilesBytesMax' : 'filesMax',
        limitBytes: isTooMuch ? ownFilesBytesMax : defaultPackageLimits.filesMax,
      },
    });
  walk.files.push({ name, bytes: await readFile(path) });
}

async function readText(folder: string, name: string): Promise<string | null> {
  return readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw invalidPackage(
      folder,
      { en: `${name} cannot be read (${messageOf(error)})`, zh: `无法读取 ${name}` },
      error,
    );
  });
}

const neverPacked: ReadonlySet<string> = new Set([
  '.git',
  '.venv',
  '__pycache__',
  '.env',
  '.DS_Store',
  'node_modules',
]);
