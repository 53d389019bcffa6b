import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { table } from '../table.ts';

export const run: RunCommand = async (words) => {
  const { values } = parseWords(
    words,
    { options: { ...platformOptions, json: { type: 'boolean' } } },
    'plugin list [--json]',
  );
  await using client = await openConsole(values);
  const { data } = await client.json('listPlugins');
  process.stdout.write(
    values.json
      ? `${JSON.stringify(data, null, 2)}\n`
      : table([
          ['PLUGIN', 'VERSION', 'KIND', 'STATE', 'SIGNED BY'],
          ...data.map((plugin) => [
            plugin.pluginId,
            plugin.version,
            plugin.declaration.category,
            plugin.enabled ? plugin.state.status : 'disabled',
            plugin.signature.keyName ?? (plugin.vouchedFor ? '(vouched for)' : '–'),
          ]),
        ]),
  );
  return 0;
};
