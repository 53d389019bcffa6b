import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  AppError,
  localModelIndexFrom,
  localModelIndexPath,
  messageOf,
  type LocalModel,
  type LocalModelIndex,
  type LocalRuntime,
} from '@outpost/contracts';

/** What is installed in a pack directory; empty when nothing is. Throws `local_models_unreadable`. */
export async function readModelIndex(directory: string): Promise<LocalModelIndex> {
  const file = join(directory, localModelIndexPath);
  try {
    return localModelIndexFrom(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { version: 1, models: [], runtimes: [] };
    throw new AppError('local_models_unreadable', {
      details: { file: basename(file), reason: messageOf(error) },
      cause: error,
    });
  }
}

/** Adds models and runtimes, in place of those of the same name. The caller holds the directory's lock. */
export async function addToModelIndex(
  directory: string,
  {
    models = [],
    runtimes = [],
  }: {
    readonly models?: readonly LocalModel[];
    readonly runtimes?: readonly LocalRuntime[];
  },
): Promise<void> {
  const index = await readModelIndex(directory);
  await writeModelIndex(directory, {
    version: 1,
    models: merge(index.models, models),
    runtimes: merge(index.runtimes, runtimes),
  });
}

export async function writeModelIndex(directory: string, index: LocalModelIndex): Promise<void> {
  const file = join(directory, localModelIndexPath);
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(index, null, 2)}\n`);
  await rename(temporary, file);
}

function merge<Row extends { readonly name: string }>(
  old: readonly Row[],
  added: readonly Row[],
): readonly Row[] {
  const names = new Set(added.map(({ name }) => name));
  return [...old.filter(({ name }) => !names.has(name)), ...added];
}
