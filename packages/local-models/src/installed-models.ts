import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AppError,
  localModelIndexFrom,
  localModelIndexPath,
  messageOf,
  type LocalModel,
  type LocalModelIndex,
} from '@outpost/contracts';

/** What is installed; reads the index again only after it changed. */
export interface InstalledModels {
  /** Throws `local_models_unreadable`. */
  index(): Promise<LocalModelIndex>;
  /** The folder of the runtime that a model needs. Throws `local_runtime_missing`. */
  runtimeDirectory(model: LocalModel): Promise<string>;
}

export function createInstalledModels(directory: string): InstalledModels {
  const file = join(directory, localModelIndexPath);
  let known: { readonly stamp: string; readonly index: LocalModelIndex } | null = null;
  const index = async (): Promise<LocalModelIndex> => {
    try {
      const { mtimeMs, size, ino } = await stat(file);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      if (known?.stamp !== stamp)
        known = { stamp, index: localModelIndexFrom(JSON.parse(await readFile(file, 'utf8'))) };
      return known.index;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return noModels;
      throw new AppError('local_models_unreadable', {
        details: { file, reason: messageOf(error) },
        cause: error,
      });
    }
  };
  return {
    index,
    runtimeDirectory: async (model) => {
      const name = model.format === 'onnx' ? 'onnx' : 'llama';
      const runtime = (await index()).runtimes.find((row) => row.name === name);
      if (runtime) return join(directory, runtime.directory);
      throw new AppError('local_runtime_missing', {
        details: {
          model: model.name,
          pack: `${name}-runtime`,
          platform: `${process.platform}-${process.arch}`,
          command: `outpost model pull ${name}-runtime`,
        },
      });
    },
  };
}

const noModels: LocalModelIndex = { version: 1, models: [], runtimes: [] };
