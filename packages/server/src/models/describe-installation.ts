import type { ModelRef, NodeKind, PluginDeclaration } from '@outpost/contracts';
import type { Installation } from '@outpost/dsl';
import {
  findProvider,
  findProviderSettings,
  mappedModel,
  type ModelDirectory,
  type ModelSettings,
} from '@outpost/models';

/** What is here, as import reports ask for it. Datasets come with a later part. */
export async function describeInstallation(
  models: Pick<ModelDirectory, 'list'>,
  settings: ModelSettings,
  kinds: ReadonlyMap<string, NodeKind>,
  plugins: readonly PluginDeclaration[],
): Promise<Installation> {
  const known = Map.groupBy(await models.list(), ({ ref }) => keyOf(ref));
  return {
    kinds,
    hasModel(asked, kind) {
      const { provider, name } = mappedModel(settings, asked);
      const served = findProviderSettings(settings, provider);
      const listed = known.get(keyOf({ provider: served?.id ?? provider, name }));
      if (listed) return listed.some((model) => model.kind === kind);
      // Servers that run whatever they were given: a name cannot be told from a wrong one.
      const manifest = served && findProvider(served.type)?.manifest;
      if (!served || !manifest?.openEnded || !manifest.kinds.includes(kind)) return false;
      return !served.disabledModels?.includes(name);
    },
    hasDataset: () => false,
    hasPlugin: (id) => plugins.some((plugin) => plugin.id === id),
    replacesPlugin: (id) => findProvider(id) !== null,
    hasTool: ({ providerType, provider, name }) =>
      (providerType === 'builtin' || providerType === 'plugin') &&
      plugins.some(({ id, toolProviders }) =>
        toolProviders.some(
          (one) =>
            [`${id}/${one.name}`, one.name].includes(provider) &&
            one.tools.some((tool) => tool.name === name),
        ),
      ),
  };
}

function keyOf({ provider, name }: ModelRef): string {
  return `${provider} ${name}`;
}
