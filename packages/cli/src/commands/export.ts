import { writeFile } from 'node:fs/promises';
import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { findApp } from '../find-app.ts';

const usage = 'export APP [--output FILE] [--secrets]';

export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        output: { type: 'string', short: 'o' },
        secrets: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  await using client = await openConsole(values);
  const app = await findApp(client, positionals[0], usage);
  const text = await client.text('exportApp', {
    params: { appId: app.id },
    query: { secrets: values.secrets ?? false },
  });
  if (values.output === undefined) process.stdout.write(text);
  // What holds secrets is for the eyes of its owner.
  else await writeFile(values.output, text, values.secrets ? { mode: 0o600 } : {});
  return 0;
};
