import { AppError } from '@outpost/contracts';
import { removeModel } from '@outpost/packs';
import { loadConfig } from '@outpost/server';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { layerFrom } from '../console-client.ts';

const usage = 'model remove NAME';

export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    { options: platformOptions, allowPositionals: true },
    usage,
  );
  const [wanted] = positionals;
  if (wanted === undefined) throw new UsageError('Which model?', '请提供模型。', usage);
  const config = loadConfig(process.env, layerFrom(values));
  const name = wanted.replace(/^local\//, '');
  const directory = config.packsDirectory ?? config.directory;
  const signal = new AbortController().signal;
  if (!(await removeModel({ directory, name, signal })))
    throw new AppError('not_found', { details: { thing: `The local model ${name}` } });
  return 0;
};
