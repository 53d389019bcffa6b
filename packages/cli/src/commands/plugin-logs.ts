import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { findPlugin } from '../find-plugin.ts';

const usage = 'plugin logs PLUGIN [--lines 200] [--json]';

export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: { ...platformOptions, lines: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    },
    usage,
  );
  await using client = await openConsole(values);
  const { id } = await findPlugin(client, positionals[0], usage);
  const { data } = await client.json('readPluginLog', {
    params: { id },
    query: { lines: values.lines ?? 200 },
  });
  if (values.json) process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
  else
    for (const { at, level, source, text } of data)
      process.stdout.write(`${new Date(at).toISOString()} ${level} ${source}: ${text}\n`);
  return 0;
};
