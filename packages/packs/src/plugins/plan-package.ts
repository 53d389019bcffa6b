import { messageOf } from '@outpost/contracts';
import { normaliseName } from '../python-resolve/marker.ts';
import { projectDependencies } from '../python-resolve/project-file.ts';
import { applies, parseRequirement, type Requirement } from '../python-resolve/requirement.ts';
import {
  parseRequirementsFile,
  type PinnedRequirement,
} from '../python-resolve/requirements-file.ts';
import { parseSpecifiers, satisfies } from '../python-resolve/specifier.ts';
import { compareVersions, parseVersion } from '../python-resolve/version.ts';
import { inspectWheel, type WheelFacts } from '../wheels/inspect-wheel.ts';
import { judgeLibraries } from '../wheels/judge-libraries.ts';
import { misfitWords } from '../wheels/misfit-words.ts';
import { describeTarget, markerEnvironment, targetName, type Target } from '../wheels/target.ts';
import { chooseWheel, judgeWheel } from '../wheels/wheel-fit.ts';
import { parseWheelName, type WheelName } from '../wheels/wheel-name.ts';
import type { PluginPackage } from './open-package.ts';
import type { Words } from './package-error.ts';

/** Which wheels of a package go onto a machine, or why the package cannot run there. */
export interface PackagePlan {
  readonly target: Target;
  /** Every package the plugin needs, each once, sorted by name. */
  readonly wheels: readonly PlannedWheel[];
  /** Empty: the package runs on the target by unpacking. Each is a sentence with the way out. */
  readonly problems: readonly PlanProblem[];
  readonly warnings: readonly PlanProblem[];
}

export interface PlannedWheel {
  /** Its name in the package: `wheels/….whl`. */
  readonly path: string;
  readonly name: WheelName;
  readonly sizeBytes: number;
  readonly unpackedBytes: number;
}

export interface PlanProblem {
  /** The Python package it is about; null for the plugin as a whole. */
  readonly project: string | null;
  readonly words: Words;
}

export interface PlanOptions {
  /** The page size of the machine itself, when it is known. */
  readonly pageBytes?: number | undefined;
  /** What is in a wheel of that hash, where it is known already; without it the wheel is read. */
  readonly factsOf?: ((sha256: string, filename: string) => Promise<WheelFacts>) | undefined;
}

/**
 * Plans the offline installation of a package: walks from its requirements through the METADATA of
 * the wheels in it, with the target's markers, and looks into every native file. Nothing is written
 * and no network is used.
 * Throws `plugin_package_invalid` for damaged files.
 */
export async function planPackage(
  pluginPackage: PluginPackage,
  target: Target,
  { pageBytes, factsOf }: PlanOptions = {},
): Promise<PackagePlan> {
  const { roots, unsupported } = await readRoots(pluginPackage);
  const walk = new PlanWalk(pluginPackage, target, { pageBytes, factsOf });
  for (const line of unsupported)
    walk.problem(null, {
      en: `The requirement “${line}” is not a package from an index, so it cannot be installed by unpacking.`,
      zh: `依赖“${line}”不是来自软件源的包，无法以解包方式安装。`,
    });
  for (const { requirement, sha256 } of roots)
    walk.want(requirement, { by: null, sha256, extras: [] });
  return walk.finish();
}

/** What the plugin itself asks for: its requirements file, or its project file. */
async function readRoots(pluginPackage: PluginPackage): Promise<{
  readonly roots: readonly PinnedRequirement[];
  readonly unsupported: readonly string[];
}> {
  const requirements = await pluginPackage.read('requirements.txt');
  if (requirements) {
    const file = parseRequirementsFile(requirements.toString('utf8'));
    return { roots: file.requirements, unsupported: file.unsupported };
  }
  const project = await pluginPackage.read('pyproject.toml');
  if (!project) return { roots: [], unsupported: [] };
  const unsupported: string[] = [];
  const roots = projectDependencies(project.toString('utf8')).flatMap((text) => {
    try {
      return [{ requirement: parseRequirement(text), line: text, sha256: [] }];
    } catch {
      unsupported.push(text);
      return [];
    }
  });
  return { roots, unsupported };
}

interface Wanted {
  readonly requirement: Requirement;
  readonly by: string | null;
  readonly sha256: readonly string[];
}

interface Row {
  readonly path: string;
  readonly name: WheelName;
  readonly sizeBytes: number;
}

class PlanWalk {
  readonly #package: PluginPackage;
  readonly #target: Target;
  readonly #options: PlanOptions;
  readonly #rows = new Map<string, Row[]>();
  readonly #chosen = new Map<string, { readonly row: Row; readonly facts: WheelFacts }>();
  /** Extras asked for so far, by project. */
  readonly #extras = new Map<string, Set<string>>();
  readonly #queue: Wanted[] = [];
  readonly #failed = new Set<string>();
  readonly #problems: PlanProblem[] = [];
  readonly #warnings: PlanProblem[] = [];
  #isFixTold = false;

  constructor(pluginPackage: PluginPackage, target: Target, options: PlanOptions) {
    this.#package = pluginPackage;
    this.#target = target;
    this.#options = options;
    for (const { name: path, sizeBytes } of pluginPackage.entries) {
      const name = path.startsWith('wheels/') ? parseWheelName(path.slice(7)) : null;
      if (!name) continue;
      this.#rows.set(name.project, [
        ...(this.#rows.get(name.project) ?? []),
        { path, name, sizeBytes },
      ]);
    }
  }

  problem(project: string | null, words: Words): void {
    this.#problems.push({ project, words });
  }

  want(
    requirement: Requirement,
    {
      by,
      sha256,
      extras,
    }: {
      readonly by: string | null;
      readonly sha256: readonly string[];
      readonly extras: readonly string[];
    },
  ): void {
    if (applies(requirement, markerEnvironment(this.#target), extras))
      this.#queue.push({ requirement, by, sha256 });
  }

  async finish(): Promise<PackagePlan> {
    if (this.#rows.size === 0 && this.#queue.length > 0) {
      this.#queue.length = 0;
      const fix = this.#fix();
      this.problem(null, {
        en: `The package holds no wheels, so it would have to be installed from the internet. ${fix.en}`,
        zh: `包内没有 wheel 文件，只能联网安装。${fix.zh}`,
      });
    }
    for (let wanted = this.#queue.shift(); wanted; wanted = this.#queue.shift())
      await this.#meet(wanted);
    const wheels = [...this.#chosen.values()].map(({ row, facts }) => ({
      ...row,
      unpackedBytes: facts.unpackedBytes,
    }));
    return {
      target: this.#target,
      wheels: wheels.toSorted((a, b) => (a.name.project < b.name.project ? -1 : 1)),
      problems: this.#problems,
      warnings: this.#warnings,
    };
  }

  async #meet({ requirement, by, sha256 }: Wanted): Promise<void> {
    const project = requirement.name;
    if (this.#failed.has(project)) return;
    const before = this.#chosen.get(project);
    if (before) {
      const version = parseVersion(before.row.name.version);
      if (version && !satisfies(version, requirement.specifiers))
        this.#fail(project, {
          en: `${by ?? 'The plugin'} needs ${requirement.text}, but the package holds ${before.row.name.filename}. Pack it again.`,
          zh: `${by ?? '插件'} 需要 ${requirement.text}，但包内是 ${before.row.name.filename}。请重新打包。`,
        });
      this.#follow(project, requirement.extras);
      return;
    }
    const row = this.#choose(requirement, by);
    if (!row) return;
    const facts = await this.#inspect(row, sha256);
    if (!facts) return;
    this.#chosen.set(project, { row, facts });
    this.#judge(row, facts);
    this.#follow(project, requirement.extras, true);
  }

  #choose(requirement: Requirement, by: string | null): Row | null {
    const project = requirement.name;
    const all = this.#rows.get(project) ?? [];
    const allowed = all.filter(({ name }) => {
      const version = parseVersion(name.version);
      return version && satisfies(version, requirement.specifiers);
    });
    const versions = [...new Set(allowed.map(({ name }) => name.version))]
      .flatMap((text) => parseVersion(text) ?? [])
      .toSorted((a, b) => compareVersions(b, a));
    for (const { text } of versions) {
      const row = chooseWheel(
        allowed.filter(({ name }) => name.version === text),
        this.#target,
      );
      if (row) return row;
    }
    this.#fail(project, this.#missingWords(requirement, by, allowed.length > 0 ? allowed : all));
    return null;
  }

  #missingWords(requirement: Requirement, by: string | null, rows: readonly Row[]): Words {
    const [nearest] = rows;
    const misfit = nearest ? judgeWheel(nearest.name, this.#target).misfit : null;
    if (nearest && misfit) {
      const words = misfitWords(misfit, this.#target);
      const fix = this.#fix();
      return {
        en: `The wheel ${nearest.name.filename} ${words.en}. ${fix.en}`,
        zh: `wheel 文件 ${nearest.name.filename} ${words.zh}。${fix.zh}`,
      };
    }
    const where = describeTarget(this.#target);
    const held = nearest ? nearest.name.filename : null;
    const fix = this.#fix();
    return {
      en: `${by ?? 'The plugin'} needs ${requirement.text}, but the package holds ${held ?? `no wheel of it for ${where}`}. ${fix.en}`,
      zh: `${by ?? '插件'} 需要 ${requirement.text}，但包内${held ? `是 ${held}` : `没有适用于 ${where} 的 wheel 文件`}。${fix.zh}`,
    };
  }

  /** The way out is the same for all, so it follows the first problem only. */
  #fix(): Words {
    if (this.#isFixTold) return { en: '', zh: '' };
    this.#isFixTold = true;
    const target = targetName(this.#target).replace(/^cp312-/, '');
    const { author, name, version } = this.#package.manifest;
    const command = `outpost plugin pack market ${author} ${name} ${version} --target ${target}`;
    return {
      en: `Where the internet can be reached, pack it for this target: ${command} (or from its file: outpost plugin pack FILE --refetch --target ${target}).`,
      zh: `请在可联网的机器上为该平台重新打包：${command}（或使用原文件：outpost plugin pack 文件 --refetch --target ${target}）。`,
    };
  }

  async #inspect(row: Row, sha256: readonly string[]): Promise<WheelFacts | null> {
    const { filename } = row.name;
    if (sha256.length > 0) {
      const { files } = await this.#package.facts();
      const actual = files.find(({ name }) => name === row.path)?.sha256;
      if (actual === undefined || !sha256.includes(actual)) {
        this.#fail(row.name.project, {
          en: `${filename} is not the file that requirements.txt lists: its SHA-256 is ${actual}. Take the package from its source again.`,
          zh: `${filename} 与 requirements.txt 中的记录不符：SHA-256 为 ${actual}。请重新获取插件包。`,
        });
        return null;
      }
    }
    try {
      const facts = await this.#facts(row, sha256[0]);
      if (normaliseName(facts.metadata.name) === row.name.project) return facts;
      throw new Error(`it holds ${facts.metadata.name}`);
    } catch (error) {
      const reason = messageOf(error);
      this.#fail(row.name.project, {
        en: `${filename} cannot be used: ${reason}.`,
        zh: `${filename} 无法使用：${reason}。`,
      });
      return null;
    }
  }

  async #facts({ path, name }: Row, sha256: string | undefined): Promise<WheelFacts> {
    const { factsOf } = this.#options;
    if (factsOf && sha256 !== undefined) {
      const { files } = await this.#package.facts();
      const actual = files.find((file) => file.name === path)?.sha256;
      if (actual !== undefined) return factsOf(actual, name.filename);
    }
    return inspectWheel(await this.#package.source(path));
  }

  #judge(row: Row, { metadata, libraries }: WheelFacts): void {
    const { project, filename } = row.name;
    const { python } = this.#target;
    const wanted = parseSpecifiers(metadata.requiresPython ?? '');
    const version = parseVersion(`${python.major}.${python.minor}.${python.micro}`);
    if (wanted && version && !satisfies(version, wanted))
      this.problem(project, {
        en: `${filename} needs Python ${wanted.text}, the target has ${version.text}.`,
        zh: `${filename} 需要 Python ${wanted.text}，目标系统为 ${version.text}。`,
      });
    const { pageBytes } = this.#options;
    const options = { target: this.#target, ...(pageBytes ? { pageBytes } : {}) };
    for (const { severity, words } of judgeLibraries(filename, libraries, options)) {
      const list = severity === 'error' ? this.#problems : this.#warnings;
      list.push({ project, words: { en: `${words.en}.`, zh: `${words.zh}。` } });
    }
  }

  /** What a chosen wheel needs, with the extras asked for now. */
  #follow(project: string, extras: readonly string[], first = false): void {
    const known = this.#extras.get(project) ?? new Set<string>();
    const added = extras.filter((extra) => !known.has(extra));
    this.#extras.set(project, new Set([...known, ...added]));
    if (!first && added.length === 0) return;
    const { row, facts } = this.#chosen.get(project) ?? {};
    for (const requirement of facts?.metadata.requires ?? [])
      this.want(requirement, { by: row?.name.filename ?? null, sha256: [], extras: [...extras] });
  }

  #fail(project: string, { en, zh }: Words): void {
    this.#failed.add(project);
    this.problem(project, { en: en.trim(), zh: zh.trim() });
  }
}
