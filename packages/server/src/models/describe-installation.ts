import type { ModelKind, ModelRef, NodeKind } from '@outpost/contracts';
import { normaliseProvider, type Installation } from '@outpost/dsl';
import { findProvider, type ModelDirectory, type ModelSettings } from '@outpost/models';

/** What is here, as import reports ask for it. Datasets, plugins and tools come with later parts. */
export async function describeInstallation(
  models: ModelDirectory,
  { providers, mappings = [] }: ModelSettings,
  kinds: ReadonlyMap<string, NodeKind>,
): Promise<Installation> {
  const known = new Set((await models.list()).map(({ kind, ref }) => keyOf(ref, kind)));
  // Servers that run whatever they were given: a name cannot be told from a wrong one.
  const openEnded = new Set(
    providers.filter(({ type }) => findProvider(type)?.manifest.openEnded).map(({ id }) => id),
  );
  const isHere = (ref: ModelRef, kind: ModelKind): boolean =>
    known.has(keyOf(ref, kind)) || openEnded.has(ref.provider);
  return {
    kinds,
    hasModel(asked, kind) {
      const ref = { provider: normaliseProvider(asked.provider), name: asked.name };
      const mapping = mappings.find(
        ({ from }) => from.name === ref.name && normaliseProvider(from.provider) === ref.provider,
      );
      return isHere(mapping?.to ?? ref, kind);
    },
    hasDataset: () => false,
    hasPlugin: () => false,
    hasTool: () => false,
  };
}

function keyOf({ provider, name }: ModelRef, kind: ModelKind): string {
  return `${kind} ${provider} ${name}`;
}
