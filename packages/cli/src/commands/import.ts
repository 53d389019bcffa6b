import { AppError, type Language, type ModelRef } from '@outpost/contracts';
import type { ImportReport } from '@outpost/dsl';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { openConsole, type ConsoleClient } from '../console-client.ts';
import { readGivenFile } from '../read-given-file.ts';

const usage = 'import FILE… [--name NAME] [--model PROVIDER/NAME] [--draft] [--json]';

const texts = {
  en: {
    imported: 'imported as',
    runnable: {
      yes: 'ready to run',
      'after-mapping': 'needs a choice before it runs',
      no: 'lacks something',
    },
    failed: 'not published',
  },
  zh: {
    imported: '已导入为',
    runnable: { yes: '可以运行', 'after-mapping': '需要先做选择', no: '缺少必要内容' },
    failed: '未发布',
  },
} as const;

export const run: RunCommand = async (words, { language }) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        name: { type: 'string' },
        model: { type: 'string', short: 'm' },
        draft: { type: 'boolean' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  if (positionals.length === 0) throw new UsageError('Which files?', '请提供文件。', usage);
  if (values.name !== undefined && positionals.length > 1)
    throw new UsageError('--name goes with one file.', '--name 只能用于一个文件。');
  const model = values.model === undefined ? null : modelFrom(values.model);
  await using client = await openConsole(values);
  const made = [];
  let failed = false;
  for (const file of positionals) {
    try {
      const content = (await readGivenFile(file)).toString('utf8');
      const { app, report } = await client.json('importApp', {
        body: {
          content,
          publish: !values.draft,
          ...(values.name === undefined ? {} : { name: values.name }),
          ...(model ? { mapping: { models: await modelsToReplace(client, content, model) } } : {}),
        },
      });
      made.push({ file, app, report });
      if (!values.json)
        process.stdout.write(describe(file, app, report as unknown as ImportReport, language));
    } catch (error) {
      // One bad file says so; the others are imported all the same.
      if (!isAboutFile(error)) throw error;
      failed = true;
      const message = error.messageIn(language);
      if (values.json) made.push({ file, error: message });
      else process.stderr.write(`✗ ${file}: ${message}\n`);
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  return failed ? 2 : 0;
};

function isAboutFile(error: unknown): error is AppError | UsageError {
  return error instanceof UsageError || (error instanceof AppError && error.category === 'invalid');
}

/** Every chat model that the file names and that is missing here gives way to one. */
async function modelsToReplace(client: ConsoleClient, content: string, to: ModelRef) {
  const { report } = await client.json('checkAppFile', { body: { content } });
  return (report as unknown as ImportReport).slots.flatMap((slot) =>
    slot.type === 'model' && slot.kind === 'chat' ? [{ from: slot.from, to }] : [],
  );
}

function modelFrom(text: string): ModelRef {
  const at = text.indexOf('/');
  if (at < 1 || at === text.length - 1)
    throw new UsageError(
      `“${text}” is not PROVIDER/NAME. See: outpost models`,
      `“${text}”不是 PROVIDER/NAME 的形式，参见：outpost models`,
    );
  return { provider: text.slice(0, at), name: text.slice(at + 1) };
}

function describe(
  file: string,
  app: { readonly id: string; readonly name: string },
  report: ImportReport,
  language: Language,
): string {
  const text = texts[language];
  const needs = report.needs.map(
    ({ title, message }) => `    ! ${title === '' ? '' : `${title}: `}${message[language]}\n`,
  );
  return `✓ ${file} ${text.imported} “${app.name}” (${app.id}): ${text.runnable[report.runnable]}\n${needs.join('')}`;
}
