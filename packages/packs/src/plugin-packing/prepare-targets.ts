import { stat } from 'node:fs/promises';
import type { PluginPackage } from '../plugins/open-package.ts';
import { planPackage } from '../plugins/plan-package.ts';
import type { PluginSource } from '../plugin-sources/plugin-source.ts';
import type { Target } from '../wheels/target.ts';
import type { DependencyForm } from './dependency-form.ts';
import { fetchWheels, type FetchedWheel } from './fetch-wheels.ts';
import type { PackPluginOptions } from './pack-plugin.ts';
import type { PackingContext } from './packing-context.ts';
import { resolveForTarget } from './resolve-for-target.ts';
import type { TargetResolution } from './target-resolution.ts';
import {
  verdictOfResolution,
  verdictOfWheels,
  type InspectedWheel,
  type TargetVerdict,
} from './verdict.ts';

export interface PreparedTarget {
  readonly verdict: TargetVerdict;
  /** Empty unless the target is accepted. */
  readonly wheels: readonly InspectedWheel[];
}

/**
 * Brings everything that the targets need into the cache and judges it. When names and tags are
 * enough to refuse one of them, nothing is fetched and `isComplete` is false.
 */
export async function prepareTargets(
  source: PluginSource,
  form: DependencyForm,
  options: PackPluginOptions,
  context: PackingContext,
): Promise<{ readonly prepared: readonly PreparedTarget[]; readonly isComplete: boolean }> {
  const { targets } = options;
  if (form.type === 'none')
    return {
      prepared: targets.map((target) => refused(target, withoutDependencies)),
      isComplete: false,
    };
  const isClosed = form.type !== 'lock' && form.isClosed;
  if (isClosed && source.packaged !== null && !options.isRefetched)
    return {
      prepared: await fromPackage(source.packaged, source, targets, context),
      isComplete: true,
    };
  const resolutions: TargetResolution[] = [];
  for (const target of targets) {
    options.onProgress?.({ type: 'resolve', target });
    resolutions.push(
      await resolveForTarget(form, target, { context, isRelaxed: options.isRelaxed }),
    );
  }
  const early = resolutions.map((resolution) => ({
    verdict: verdictOfResolution(resolution),
    wheels: [],
  }));
  if (early.some(({ verdict }) => !verdict.isAccepted))
    return { prepared: early, isComplete: false };
  const fetched = await fetchAll(resolutions, options, context);
  const prepared: PreparedTarget[] = [];
  for (const resolution of resolutions) {
    const wheels = await inspect(
      resolution.chosen.flatMap((wheel) => fetched.get(wheelKey(wheel)) ?? []),
      context,
    );
    prepared.push({ verdict: verdictOfWheels(resolution, wheels, source.manifest), wheels });
  }
  return { prepared, isComplete: true };
}

/** A wheel that several targets share is fetched once. */
async function fetchAll(
  resolutions: readonly TargetResolution[],
  options: PackPluginOptions,
  { cache, index, fetch, signal, downloadLimits }: PackingContext,
): Promise<ReadonlyMap<string, FetchedWheel>> {
  const wanted = new Map(
    resolutions.flatMap(({ chosen }) => chosen.map((wheel) => [wheelKey(wheel), wheel] as const)),
  );
  const wheels = await fetchWheels([...wanted.values()], {
    cache,
    index,
    fetch,
    signal,
    settings: options.settings,
    ...(downloadLimits ? { limits: downloadLimits } : {}),
    onProgress: (doneBytes, totalBytes) =>
      options.onProgress?.({ type: 'wheels', doneBytes, totalBytes }),
  });
  return new Map(wheels.map((wheel) => [wheelKey(wheel), wheel]));
}

function wheelKey({ name, file }: TargetResolution['chosen'][number]): string {
  return `${name.filename} ${file.sha256 ?? ''}`;
}

async function inspect(
  wheels: readonly FetchedWheel[],
  { cache }: PackingContext,
): Promise<readonly InspectedWheel[]> {
  return Promise.all(
    wheels.map(async (wheel) => ({
      ...wheel,
      facts: await cache.facts(wheel.sha256, wheel.name.filename),
      sizeBytes: (await stat(cache.path(wheel.sha256))).size,
    })),
  );
}

/** A package that brings its wheels and forbids every index is packed from these alone. */
async function fromPackage(
  packaged: PluginPackage,
  { manifest }: PluginSource,
  targets: readonly Target[],
  context: PackingContext,
): Promise<readonly PreparedTarget[]> {
  const { files } = await packaged.facts();
  const hashes = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const prepared: PreparedTarget[] = [];
  for (const target of targets) {
    const plan = await planPackage(packaged, target);
    if (plan.problems.length > 0) {
      const problems = plan.problems.map((problem) => ({ ...problem, nearest: null }));
      prepared.push({ verdict: { ...emptyVerdict(target), problems }, wheels: [] });
      continue;
    }
    const fetched: FetchedWheel[] = [];
    for (const { path, name, sizeBytes } of plan.wheels) {
      const sha256 = hashes.get(path) ?? '';
      await context.cache.keep(sha256, packaged.stream(path));
      fetched.push({
        name,
        sha256,
        file: { filename: name.filename, sha256, sizeBytes, location: { onIndex: true } },
        package: {
          project: name.project,
          version: name.version,
          wheels: [],
          hasSourceArchive: false,
          origin: null,
          neededBy: [],
        },
      });
    }
    const wheels = await inspect(fetched, context);
    prepared.push({ verdict: verdictOfWheels({ target, relaxed: [] }, wheels, manifest), wheels });
  }
  return prepared;
}

function refused(target: Target, words: typeof withoutDependencies): PreparedTarget {
  return {
    verdict: { ...emptyVerdict(target), problems: [{ project: null, words, nearest: null }] },
    wheels: [],
  };
}

function emptyVerdict(target: Target): TargetVerdict {
  return {
    target,
    isAccepted: false,
    rows: [],
    problems: [],
    warnings: [],
    relaxed: [],
    wheelBytes: 0,
    unpackedBytes: 0,
    glibc: null,
  };
}

const withoutDependencies = {
  en: 'The plugin names no dependencies: it has neither requirements.txt nor dependencies in pyproject.toml. It needs at least dify_plugin to run.',
  zh: '插件没有声明依赖：缺少 requirements.txt，pyproject.toml 中也没有依赖。运行至少需要 dify_plugin。',
};
