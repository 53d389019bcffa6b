import type { ModelKind } from '@outpost/contracts';
import { findCatalogModels, providers } from '@outpost/models';

/** Models of a kind that the catalogue knows, whether their provider is set up or not. */
export async function listCatalogue(kind: ModelKind, provider: string | undefined) {
  const wanted = providers.filter(
    ({ id, catalogue }) => catalogue !== null && (provider === undefined || id === provider),
  );
  const lists = await Promise.all(
    wanted.map(async ({ id }) =>
      (await findCatalogModels(id))
        .filter((model) => model.kind === kind)
        .map(({ name, contextTokens, features }) => ({
          provider: id,
          name,
          label: name,
          kind,
          contextTokens,
          features: [...features],
          available: false,
        })),
    ),
  );
  return lists.flat();
}
