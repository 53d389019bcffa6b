import type { Language } from '@outpost/contracts';
import { checkFile, type CheckResult } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import { createNodeKinds } from '@outpost/nodes';
import { parseWords, UsageError, type RunCommand } from '../command.ts';
import { readGivenFile } from '../read-given-file.ts';

const usage = 'check FILE… [--json]';

const texts = {
  en: { fine: 'can be imported', broken: 'cannot be imported', changed: 'changed' },
  zh: { fine: '可以导入', broken: '无法导入', changed: '已调整' },
} as const;

/** Needs no server and no data directory: it only reads the files. */
export const run: RunCommand = async (words, { language }) => {
  const { values, positionals } = parseWords(
    words,
    { options: { json: { type: 'boolean' } }, allowPositionals: true },
    usage,
  );
  if (positionals.length === 0) throw new UsageError('Which files?', '请提供文件。', usage);
  const checks = { kinds: createNodeKinds(), checkGraph };
  const results: { readonly file: string; readonly result: CheckResult }[] = [];
  for (const file of positionals)
    results.push({ file, result: checkFile((await readGivenFile(file)).toString('utf8'), checks) });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(
          results.map(({ file, result }) => ({ file, ...result })),
          null,
          2,
        )}\n`
      : results.map(({ file, result }) => describe(file, result, language)).join(''),
  );
  // A file that imports is fine even when something in it cannot run here yet.
  return results.every(({ result }) => result.app !== null) ? 0 : 2;
};

function describe(file: string, { app, problems, notes }: CheckResult, language: Language): string {
  const text = texts[language];
  const head = app
    ? `✓ ${file}: “${app.name}” (${app.mode}, ${app.fileVersion}) ${text.fine}\n`
    : `✗ ${file} ${text.broken}\n`;
  const lines = problems.map(
    ({ severity, path, message }) =>
      `    ${severity === 'error' ? '✗' : '!'} ${message[language]}  [${path}]\n`,
  );
  const changes = notes.map(
    ({ path, message }) => `    · ${text.changed}: ${message[language]}  [${path}]\n`,
  );
  return head + lines.join('') + changes.join('');
}
