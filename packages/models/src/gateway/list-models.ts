import type { ModelKind, ModelListing, ModelRef } from '@outpost/contracts';
import { findCatalogModels, type CatalogModel } from '../catalogue/find-catalog-models.ts';
import type { Price } from '../catalogue/cost.ts';
import { findProvider } from '../providers/registry.ts';
import type { ResolveContext } from './resolve-model.ts';
import type { CustomModel, ProviderSettings } from './settings.ts';

/** A model that can be chosen, and where it comes from. */
export interface ListedModel extends ModelListing {
  readonly ref: ModelRef;
  readonly origin: 'catalogue' | 'custom' | 'extra';
  readonly price: Price | null;
  readonly parameters: readonly string[];
  readonly deprecated: boolean;
}

/** Every model that is set up, a provider after the other. */
export async function listModels(
  { settings, extraProviders }: Pick<ResolveContext, 'settings' | 'extraProviders'>,
  { kind }: { readonly kind?: ModelKind },
): Promise<readonly ListedModel[]> {
  const extras = await Promise.all(
    extraProviders.map(async (provider) =>
      (await provider.models()).map((listing): ListedModel => ({
        ...listing,
        ref: { provider: provider.id, name: listing.name },
        origin: 'extra',
        price: null,
        parameters: [],
        deprecated: false,
      })),
    ),
  );
  const served = await Promise.all(settings.providers.map(modelsOf));
  return [...served.flat(), ...extras.flat()].filter(
    (model) => kind === undefined || model.kind === kind,
  );
}

async function modelsOf(settings: ProviderSettings): Promise<readonly ListedModel[]> {
  const custom = settings.models ?? [];
  const replaced = new Set(custom.map(({ name, kind }) => `${kind}/${name}`));
  const type = findProvider(settings.type)?.manifest.id;
  const listed = type === undefined ? [] : await findCatalogModels(type);
  const disabled = new Set(settings.disabledModels);
  return [
    ...custom.map((model) => listingOfCustom(settings.id, model)),
    ...listed
      .filter(({ name, kind }) => !replaced.has(`${kind}/${name}`))
      .map((model) => listingOfCatalogue(settings.id, model)),
  ].filter(({ name }) => !disabled.has(name));
}

function listingOfCustom(provider: string, model: CustomModel): ListedModel {
  return {
    ref: { provider, name: model.name },
    name: model.name,
    kind: model.kind,
    mode: model.mode ?? 'chat',
    contextTokens: model.contextTokens ?? null,
    outputTokensMax: model.outputTokensMax ?? null,
    features: model.features ?? [],
    origin: 'custom',
    price: model.price ?? null,
    parameters: [],
    deprecated: false,
  };
}

function listingOfCatalogue(provider: string, model: CatalogModel): ListedModel {
  const { batchMax: _batch, defaultVoice: _voice, ...shown } = model;
  return { ...shown, ref: { provider, name: model.name }, origin: 'catalogue' };
}
