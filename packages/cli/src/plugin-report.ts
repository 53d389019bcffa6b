import type { Language } from '@outpost/contracts';
import { daemonNotes, describeTarget, type PackOutcome, type TargetVerdict } from '@outpost/packs';
import { table } from './table.ts';

const texts = {
  en: {
    from: 'versions from',
    packages: 'packages',
    needs: 'needs glibc',
    refused: 'refused',
    unpacked: 'unpacked',
    signedWith: 'signed with the key',
    unsigned: 'not signed',
    upstream: {
      none: 'no upstream package',
      unsigned: 'upstream did not sign it',
      'not-trusted': 'signed upstream by an unknown key, or changed since',
      valid: 'upstream signature is valid',
    },
    forDify: 'For Dify’s own daemon:',
    nothingWritten: 'Nothing was written.',
    instead: 'instead of',
  },
  zh: {
    from: '版本来自',
    packages: '个依赖包',
    needs: '需要 glibc',
    refused: '已拒绝',
    unpacked: '解包后',
    signedWith: '签名密钥',
    unsigned: '未签名',
    upstream: {
      none: '无上游插件包',
      unsigned: '上游未签名',
      'not-trusted': '上游签名密钥未知，或内容已被修改',
      valid: '上游签名有效',
    },
    forDify: '用于 Dify 自带的守护进程：',
    nothingWritten: '未写入任何文件。',
    instead: '替代',
  },
} as const;

/** What came of packing a plugin, for people. `isFull` lists every dependency with its wheel. */
export function packReport(
  outcome: PackOutcome,
  {
    language,
    isFull,
    isCheck,
  }: { readonly language: Language; readonly isFull: boolean; readonly isCheck: boolean },
): string {
  const text = texts[language];
  const { plugin, verdicts, packages, notes, dependenciesFrom, upstreamSignature } = outcome;
  const lines = [
    `${plugin.author}/${plugin.name} ${plugin.version} (${text.from} ${dependenciesFrom}; ${text.upstream[upstreamSignature.status]})`,
    ...notes.map((note) => `  ! ${note[language]}`),
    ...verdicts.flatMap((verdict) => verdictLines(verdict, { language, isFull })),
  ];
  for (const built of packages)
    lines.push(
      '',
      built.file,
      `  ${megabytes(built.sizeBytes)} (${text.unpacked} ${megabytes(built.unpackedBytes)}), SHA-256 ${built.sha256}`,
      `  ${built.uniqueIdentifier}`,
      built.fingerprint === null
        ? `  ${text.unsigned}`
        : `  ${text.signedWith} ${built.fingerprint}`,
      `  ${text.forDify}`,
      ...daemonNotes(built, plugin).map((note) => `    ${note[language]}`),
    );
  if (packages.length === 0 && !isCheck) lines.push('', text.nothingWritten);
  return `${lines.join('\n')}\n`;
}

/** One target's verdict: what it comes to, what is in the way, and when asked every wheel. */
function verdictLines(
  verdict: TargetVerdict,
  { language, isFull }: { readonly language: Language; readonly isFull: boolean },
): readonly string[] {
  const text = texts[language];
  const { target, isAccepted, rows, problems, warnings, relaxed, glibc, wheelBytes } = verdict;
  const facts = [
    `${rows.length} ${text.packages}`,
    megabytes(wheelBytes),
    ...(glibc === null ? [] : [`${text.needs} ${glibc}`]),
  ];
  return [
    `${isAccepted ? '✓' : '✗'} ${describeTarget(target)}: ${isAccepted ? facts.join(', ') : text.refused}`,
    ...problems.map(({ words }) => `    ${words[language]}`),
    ...relaxed.map(
      ({ project, wanted, taken }) => `  ~ ${project} ${taken} ${text.instead} ${wanted}`,
    ),
    ...unique(warnings.map(({ words }) => `  ! ${words[language]}`)),
    ...(isFull ? wheelTable(rows) : []),
  ];
}

function wheelTable(rows: TargetVerdict['rows']): readonly string[] {
  return table(
    rows.map(({ project, version, wheel, sizeBytes }) => [
      `    ${wheel === null ? '✗' : ' '} ${project}`,
      version,
      sizeBytes === null ? '' : megabytes(sizeBytes),
      wheel ?? '-',
    ]),
  )
    .split('\n')
    .filter(Boolean);
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;
}
