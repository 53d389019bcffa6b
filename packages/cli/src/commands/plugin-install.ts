import { basename } from 'node:path';
import type { InstallEvent, PackageReport } from '@outpost/contracts';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { createProgress } from '../progress.ts';
import { readGivenFile } from '../read-given-file.ts';

const usage = 'plugin install FILE [--vouch-for CHECKSUM] [--check] [--json]';

export const run: RunCommand = async (words, { language }) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        'vouch-for': { type: 'string' },
        check: { type: 'boolean' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  const [path] = positionals;
  if (path === undefined) throw new UsageError('Which package?', '请提供插件包。', usage);
  const form = new FormData();
  form.set('file', new File([await readGivenFile(path)], basename(path)));
  await using client = await openConsole(values);
  const report = await client.json('uploadPluginPackage', { form });
  const text = texts[language];
  if (values.json && values.check) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (!values.json) process.stdout.write(reportText(report, language));
  if (values.check) return report.verdict === 'refused' ? 2 : 0;
  const events = client.events('installPlugin', {
    params: { checksum: report.checksum },
    body: values['vouch-for'] === undefined ? {} : { vouchFor: values['vouch-for'] },
  }) as AsyncIterable<InstallEvent>;
  const progress = createProgress(process.stderr, text.unpacking);
  for await (const event of events) {
    if (event.type === 'step') {
      if (event.step === 'unpack' && event.doneBytes !== null && !values.json)
        progress.show(event.doneBytes, event.totalBytes);
      continue;
    }
    if (values.json) process.stdout.write(`${JSON.stringify(event, null, 2)}\n`);
    if (event.type === 'failed') {
      process.stderr.write(`${event.message}\n`);
      return 2;
    }
    if (!values.json)
      process.stdout.write(
        event.startProblem === null
          ? `✓ ${report.pluginId} ${report.version} ${text.runs}\n`
          : `! ${report.pluginId} ${report.version} ${text.installed}\n${event.startProblem}\n`,
      );
    return event.startProblem === null ? 0 : 7;
  }
  process.stderr.write(`${text.brokeOff}\n`);
  return 7;
};

function reportText(report: PackageReport, language: 'en' | 'zh'): string {
  const { signature } = report;
  const text = texts[language];
  const lines = [
    `${report.pluginId} ${report.version} (${report.category})`,
    `  ${text.checksum}: ${report.checksum}`,
    `  ${text.signature}: ${signature.status === 'valid' ? (signature.keyName ?? '') : text[signature.status]}`,
    `  ${text.target}: ${report.target ?? '–'}`,
    ...report.problems.map(({ words }) => `  ✗ ${words[language]}`),
    ...report.warnings.map(({ words }) => `  ! ${words[language]}`),
  ];
  return `${lines.join('\n')}\n`;
}

const texts = {
  en: {
    checksum: 'checksum',
    signature: 'signed by',
    target: 'runs on',
    unsigned: 'nobody',
    'not-trusted': 'nobody trusted here, or changed since',
    unpacking: 'Unpacking',
    runs: 'is installed and runs',
    installed: 'is installed, but did not start:',
    brokeOff: 'The connection ended before the installation did.',
  },
  zh: {
    checksum: '校验和',
    signature: '签名者',
    target: '运行于',
    unsigned: '无签名',
    'not-trusted': '签名者不受信任，或签名后被修改',
    unpacking: '正在解包',
    runs: '已安装并可运行',
    installed: '已安装，但未能启动：',
    brokeOff: '安装完成前连接已断开。',
  },
} as const;
