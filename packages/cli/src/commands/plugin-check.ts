import { basename } from 'node:path';
import type { Language } from '@outpost/contracts';
import {
  describeTarget,
  difyPublicKey,
  openPluginPackage,
  planPackage,
  readPublicKey,
  targetName,
  verifySignature,
  type PackagePlan,
  type SignatureVerdict,
} from '@outpost/packs';
import { parseWords, UsageError, type RunCommand } from '../command.ts';
import { targetsFrom } from '../plugin-options.ts';

const usage =
  'plugin check PACKAGE… [--target TARGET]… [--python 3.12] [--key PUBLIC-KEY]… [--json]';

const texts = {
  en: {
    unsigned: 'not signed',
    'not-trusted': 'signed by none of the given keys, or changed since',
    valid: 'signed with the key',
    folders: 'entries for folders, which Dify’s daemon refuses',
    runs: 'installs by unpacking',
    wheels: 'wheels',
  },
  zh: {
    unsigned: '未签名',
    'not-trusted': '签名密钥不在给定范围内，或内容已被修改',
    valid: '签名密钥',
    folders: '含有目录条目，Dify 守护进程会拒绝',
    runs: '可直接解包安装',
    wheels: '个 wheel 文件',
  },
} as const;

/** Looks at packages as the installer does; changes nothing. Exit code 2 when one does not fit. */
export const run: RunCommand = async (words, { language }) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        target: { type: 'string', short: 't', multiple: true },
        platform: { type: 'string', short: 'p', multiple: true },
        python: { type: 'string' },
        key: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  if (positionals.length === 0) throw new UsageError('Which package?', '请提供插件包。', usage);
  const targets = targetsFrom(values);
  const keys = [difyPublicKey(), ...(await Promise.all((values.key ?? []).map(readPublicKey)))];
  const results: Checked[] = [];
  for (const file of positionals) {
    await using opened = await openPluginPackage(file);
    const { files, uniqueIdentifier } = await opened.facts();
    const plans: PackagePlan[] = [];
    for (const target of targets) plans.push(await planPackage(opened, target));
    results.push({
      file,
      uniqueIdentifier,
      signature: verifySignature(files, opened.comment, keys),
      folderEntries: opened.folderEntries.length,
      plans,
    });
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify(results.map(jsonOf), null, 2)}\n`
      : results.map((result) => report(result, language)).join('\n'),
  );
  return results.every(({ plans }) => plans.every(({ problems }) => problems.length === 0)) ? 0 : 2;
};

interface Checked {
  readonly file: string;
  readonly uniqueIdentifier: string;
  readonly signature: SignatureVerdict;
  readonly folderEntries: number;
  readonly plans: readonly PackagePlan[];
}

function report(
  { file, uniqueIdentifier, signature, folderEntries, plans }: Checked,
  language: Language,
): string {
  const text = texts[language];
  const lines = [
    `${basename(file)}: ${uniqueIdentifier}`,
    `  ${text[signature.status]}${signature.status === 'valid' ? ` ${signature.key.fingerprint}` : ''}`,
    ...(folderEntries > 0 ? [`  ! ${text.folders}`] : []),
    ...plans.flatMap(({ target, wheels, problems, warnings }) => [
      problems.length === 0
        ? `✓ ${describeTarget(target)}: ${text.runs}, ${wheels.length} ${text.wheels}`
        : `✗ ${describeTarget(target)}`,
      ...problems.map(({ words }) => `    ${words[language]}`),
      ...warnings.map(({ words }) => `  ! ${words[language]}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function jsonOf({ signature, plans, ...rest }: Checked): unknown {
  return {
    ...rest,
    signature:
      signature.status === 'valid' ? { ...signature, key: signature.key.fingerprint } : signature,
    targets: plans.map(({ target, wheels, problems, warnings }) => ({
      target: targetName(target),
      fits: problems.length === 0,
      wheels: wheels.map(({ name }) => name.filename),
      problems: problems.map(({ words }) => words),
      warnings: warnings.map(({ words }) => words),
    })),
  };
}
