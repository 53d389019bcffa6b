import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { table } from '../table.ts';

export const run: RunCommand = async (words) => {
  const { values } = parseWords(
    words,
    { options: { ...platformOptions, keyword: { type: 'string' }, json: { type: 'boolean' } } },
    'apps [--keyword TEXT] [--json]',
  );
  await using client = await openConsole(values);
  const { data } = await client.json('listApps', {
    query: { keyword: values.keyword, limit: 100 },
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(data, null, 2)}\n`
      : table([['ID', 'NAME', 'KIND'], ...data.map((app) => [app.id, app.name, app.mode])]),
  );
  return 0;
};
