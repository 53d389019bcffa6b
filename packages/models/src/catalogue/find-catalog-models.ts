import type { ModelFeature, ModelKind } from '@outpost/contracts';
import { findProvider } from '../providers/registry.ts';
import type { Price } from './cost.ts';
import { catalogueFiles } from '../generated/catalogue/files.ts';

/** A model as its vendor describes it. */
export interface CatalogModel {
  readonly name: string;
  readonly kind: ModelKind;
  readonly mode: 'chat' | 'completion';
  /** Tokens; null when unknown. */
  readonly contextTokens: number | null;
  readonly outputTokensMax: number | null;
  readonly features: readonly ModelFeature[];
  /** The parameters it knows, by the names of app files. */
  readonly parameters: readonly string[];
  readonly price: Price | null;
  /** Texts a call, of embedding models. */
  readonly batchMax: number | null;
  readonly defaultVoice: string | null;
  readonly deprecated: boolean;
}

/** Every model the catalogue has of a provider; none for one it does not know. Loads that provider's file only. */
export async function findCatalogModels(provider: string): Promise<readonly CatalogModel[]> {
  const vendor = findProvider(provider)?.manifest.catalogue;
  const load = vendor ? catalogueFiles[vendor] : undefined;
  if (!vendor || !load) return [];
  const known = loaded.get(vendor);
  if (known) return known;
  const { default: rows } = await load();
  // Written by our own script and held to its form by a test: not parsed again.
  const models = (rows as readonly CatalogRow[]).map(modelFromRow);
  loaded.set(vendor, models);
  return models;
}

/** One model of the catalogue, of the kind if there are several by its name; null when it is not there. */
export async function catalogFacts(
  ref: { readonly provider: string; readonly name: string },
  kind?: ModelKind,
): Promise<CatalogModel | null> {
  const named = (await findCatalogModels(ref.provider)).filter(({ name }) => name === ref.name);
  return named.find((model) => model.kind === kind) ?? named[0] ?? null;
}

/** Files do not change while the program runs: at most one entry a file. */
const loaded = new Map<string, readonly CatalogModel[]>();

/** A row of a generated file: defaults are left out. */
export interface CatalogRow {
  readonly name: string;
  readonly kind?: ModelKind;
  readonly mode?: 'completion';
  readonly context?: number;
  readonly output?: number;
  readonly features?: readonly ModelFeature[];
  readonly parameters?: readonly string[];
  readonly price?: readonly [input: string, output: string, unit: string, currency: string];
  readonly batch?: number;
  readonly voice?: string;
  readonly deprecated?: true;
}

function modelFromRow(row: CatalogRow): CatalogModel {
  const { price } = row;
  return {
    name: row.name,
    kind: row.kind ?? 'chat',
    mode: row.mode ?? 'chat',
    contextTokens: row.context ?? null,
    outputTokensMax: row.output ?? null,
    features: row.features ?? [],
    parameters: row.parameters ?? [],
    price: price ? { input: price[0], output: price[1], unit: price[2], currency: price[3] } : null,
    batchMax: row.batch ?? null,
    defaultVoice: row.voice ?? null,
    deprecated: row.deprecated ?? false,
  };
}
