import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { findApp } from '../find-app.ts';

const usage = 'key APP';

export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    { options: { ...platformOptions, json: { type: 'boolean' } }, allowPositionals: true },
    usage,
  );
  await using client = await openConsole(values);
  const app = await findApp(client, positionals[0], usage);
  const made = await client.json('createKey', { params: { appId: app.id } });
  process.stdout.write(`${values.json ? JSON.stringify(made) : made.key}\n`);
  return 0;
};
