import { basename } from 'node:path';
import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { readGivenFile } from '../read-given-file.ts';
import { table } from '../table.ts';

export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: { ...platformOptions, name: { type: 'string' }, remove: { type: 'string' } },
      allowPositionals: true,
    },
    'plugin trust [KEYFILE [--name NAME]] [--remove FINGERPRINT]',
  );
  await using client = await openConsole(values);
  const [path] = positionals;
  if (path !== undefined) {
    const pem = (await readGivenFile(path)).toString('utf8');
    const name = values.name ?? basename(path);
    const key = await client.json('addTrustedKey', { body: { name, pem } });
    process.stdout.write(`✓ ${key.name} ${key.fingerprint}\n`);
    return 0;
  }
  if (values.remove !== undefined)
    await client.text('deleteTrustedKey', { params: { fingerprint: values.remove } });
  const { data } = await client.json('listTrustedKeys');
  process.stdout.write(
    table([['NAME', 'FINGERPRINT'], ...data.map(({ name, fingerprint }) => [name, fingerprint])]),
  );
  return 0;
};
