import type { PluginManifest } from '@outpost/contracts';
import type { Words } from '../plugins/package-error.ts';
import { parseSpecifiers, satisfies } from '../python-resolve/specifier.ts';
import { parseVersion } from '../python-resolve/version.ts';
import type { WheelFacts } from '../wheels/inspect-wheel.ts';
import { judgeLibraries } from '../wheels/judge-libraries.ts';
import { describeTarget, type Target } from '../wheels/target.ts';
import type { ChosenWheel } from './choose-wheels.ts';
import type { FetchedWheel } from './fetch-wheels.ts';
import type { RelaxedVersion, TargetResolution } from './target-resolution.ts';

/** Whether a plugin can be packed for a target, and with what; made before anything is written. */
export interface TargetVerdict {
  readonly target: Target;
  readonly isAccepted: boolean;
  /** Every dependency; those without a wheel have null. */
  readonly rows: readonly VerdictRow[];
  readonly problems: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly relaxed: readonly RelaxedVersion[];
  /** Of all wheels; null while sizes are not known. */
  readonly wheelBytes: number;
  readonly unpackedBytes: number;
  /** The newest glibc that a native file needs, such as `2.28`; null when none does or none was read. */
  readonly glibc: string | null;
}

interface VerdictRow {
  readonly project: string;
  readonly version: string;
  readonly wheel: string | null;
  readonly sizeBytes: number | null;
  /** It has code for this kind of machine. */
  readonly isNative: boolean;
}

interface Finding {
  readonly project: string | null;
  /** Whole sentences. */
  readonly words: Words;
  /** The version that `--relax` would take; null when there is none. */
  readonly nearest: string | null;
}

/** The verdict from names and tags, when that is enough to refuse. */
export function verdictOfResolution(resolution: TargetResolution): TargetVerdict {
  const { target, chosen, missing, failure, relaxed } = resolution;
  const problems = [
    ...missing.map(({ project, words, nearest }) => ({ project, words, nearest })),
    ...(failure ? [{ project: null, words: failure, nearest: null }] : []),
  ];
  return {
    target,
    isAccepted: problems.length === 0,
    rows: [
      ...chosen.map(rowOf),
      ...missing.map(({ project, version }) => ({
        project,
        version,
        wheel: null,
        sizeBytes: null,
        isNative: true,
      })),
    ].toSorted((a, b) => (a.project < b.project ? -1 : 1)),
    problems,
    warnings: [],
    relaxed,
    wheelBytes: chosen.reduce((sum, { file }) => sum + (file.sizeBytes ?? 0), 0),
    unpackedBytes: 0,
    glibc: null,
  };
}

export interface InspectedWheel extends FetchedWheel {
  readonly facts: WheelFacts;
  readonly sizeBytes: number;
}

/** The verdict after every wheel was opened. */
export function verdictOfWheels(
  { target, relaxed }: Pick<TargetResolution, 'target' | 'relaxed'>,
  wheels: readonly InspectedWheel[],
  manifest: PluginManifest,
): TargetVerdict {
  const problems: Finding[] = [];
  const warnings: Finding[] = [];
  for (const { name, facts } of wheels) {
    const { project, filename } = name;
    problems.push(...wrongPython(filename, facts, target));
    for (const { severity, words } of judgeLibraries(filename, facts.libraries, { target }))
      (severity === 'error' ? problems : warnings).push({
        project,
        words: { en: `${words.en}.`, zh: `${words.zh}。` },
        nearest: null,
      });
  }
  warnings.push(...architectureNote(manifest, target), ...knownNeeds(wheels));
  return {
    target,
    isAccepted: problems.length === 0,
    rows: wheels
      .map((wheel) => ({
        ...rowOf(wheel),
        sizeBytes: wheel.sizeBytes,
        isNative: wheel.facts.libraries.length > 0,
      }))
      .toSorted((a, b) => (a.project < b.project ? -1 : 1)),
    problems,
    warnings,
    relaxed,
    wheelBytes: wheels.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    unpackedBytes: wheels.reduce((sum, { facts }) => sum + facts.unpackedBytes, 0),
    glibc: newestGlibc(wheels),
  };
}

function rowOf({ package: { project, version }, name, file }: ChosenWheel): VerdictRow {
  return {
    project,
    version,
    wheel: name.filename,
    sizeBytes: file.sizeBytes,
    isNative: !name.platformTags.includes('any'),
  };
}

function wrongPython(filename: string, { metadata }: WheelFacts, target: Target): Finding[] {
  const range = parseSpecifiers(metadata.requiresPython ?? '');
  const { python } = target;
  const version = parseVersion(`${python.major}.${python.minor}.${python.micro}`);
  if (!range || !version || satisfies(version, range)) return [];
  return [
    {
      project: metadata.name,
      nearest: null,
      words: {
        en: `${filename} needs Python ${range.text}, the target has ${python.major}.${python.minor}.`,
        zh: `${filename} 需要 Python ${range.text}，目标系统为 ${python.major}.${python.minor}。`,
      },
    },
  ];
}

function architectureNote({ meta }: PluginManifest, target: Target): Finding[] {
  const spelled = { x86_64: 'amd64', aarch64: 'arm64' }[target.architecture] ?? target.architecture;
  if (meta.arch.length === 0 || meta.arch.includes(spelled)) return [];
  const listed = meta.arch.join(', ');
  return [
    {
      project: null,
      nearest: null,
      words: {
        en: `The author lists ${listed} only; whether the plugin works on ${describeTarget(target)} was not tried there.`,
        zh: `作者只列出了 ${listed}，未在 ${describeTarget(target)} 上验证过。`,
      },
    },
  ];
}

/** Packages that want more than a wheel can bring, as far as that is commonly known. */
function knownNeeds(wheels: readonly InspectedWheel[]): Finding[] {
  return wheels.flatMap(({ name: { project } }) => {
    const need = needs.get(project);
    return need ? [{ project, words: need, nearest: null }] : [];
  });
}

function newestGlibc(wheels: readonly InspectedWheel[]): string | null {
  let newest: readonly [number, number] | null = null;
  for (const { glibc } of wheels.flatMap(({ facts }) => facts.libraries))
    if (
      glibc &&
      (!newest || glibc[0] > newest[0] || (glibc[0] === newest[0] && glibc[1] > newest[1]))
    )
      newest = glibc;
  return newest?.join('.') ?? null;
}

function program(name: string, command: string): Words {
  return {
    en: `${name} calls the program ${command}, which must be on the server.`,
    zh: `${name} 会调用程序 ${command}，服务器上需要安装。`,
  };
}

function download(name: string, what: Words): Words {
  return {
    en: `${name} may download ${what.en} when it is used; without internet that part fails.`,
    zh: `${name} 使用时可能下载${what.zh}，离线时该功能不可用。`,
  };
}

const models: Words = { en: 'models', zh: '模型' };
const needs: ReadonlyMap<string, Words> = new Map([
  ['pydub', program('pydub', 'ffmpeg')],
  ['ffmpeg-python', program('ffmpeg-python', 'ffmpeg')],
  ['moviepy', program('moviepy', 'ffmpeg')],
  ['pdf2image', program('pdf2image', 'pdftoppm (poppler)')],
  ['pytesseract', program('pytesseract', 'tesseract')],
  ['gitpython', program('GitPython', 'git')],
  ['pypandoc', program('pypandoc', 'pandoc')],
  ['playwright', program('playwright', 'a browser')],
  ['selenium', program('selenium', 'a browser')],
  ['nltk', download('nltk', { en: 'language data', zh: '语言数据' })],
  ['spacy', download('spacy', models)],
  ['transformers', download('transformers', models)],
  ['sentence-transformers', download('sentence-transformers', models)],
  ['torch', download('torch', models)],
]);
