import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { table } from '../table.ts';

export const run: RunCommand = async (words) => {
  const { values } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        kind: { type: 'string', default: 'chat' },
        provider: { type: 'string' },
        all: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    },
    'models [--kind chat] [--provider NAME] [--all] [--json]',
  );
  await using client = await openConsole(values);
  const { data } = await client.json('listModels', {
    query: { kind: values.kind, provider: values.provider, available: !values.all },
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(data, null, 2)}\n`
      : table([
          ['MODEL', 'CONTEXT', 'READY'],
          ...data.map(({ provider, name, contextTokens, available }) => [
            `${provider}/${name}`,
            String(contextTokens ?? '?'),
            available ? 'yes' : 'no',
          ]),
        ]),
  );
  return 0;
};
