import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { table } from '../table.ts';

export const run: RunCommand = async (words, { language }) => {
  const { values } = parseWords(
    words,
    { options: { ...platformOptions, json: { type: 'boolean' } } },
    'plugin python [--json]',
  );
  await using client = await openConsole(values);
  const report = await client.json('readPluginRuntime', { query: { anew: true } });
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else
    process.stdout.write(
      table([
        ['PYTHON', 'VERSION', 'FROM', ''],
        ...report.usable.map(({ path, version, origin, system }) => [
          path,
          version,
          origin,
          `✓ ${system}`,
        ]),
        ...report.refused.map(({ path, origin, reason }) => [
          path,
          '–',
          origin,
          `✗ ${reason[language]}`,
        ]),
      ]),
    );
  return report.usable.length > 0 ? 0 : 7;
};
