import {
  AppError,
  type Clock,
  type ModelFacts,
  type ModelKind,
  type ModelProvider,
  type ModelRef,
} from '@outpost/contracts';
import { catalogFacts, type CatalogModel } from '../catalogue/find-catalog-models.ts';
import type { Price } from '../catalogue/cost.ts';
import type { ModelClient, ModelTarget } from '../client.ts';
import type { Fetch } from '../http/fetch.ts';
import { openaiDialect, withDialect, type DialectChanges } from '../openai/dialect.ts';
import type { Credentials, Provider } from '../providers/provider.ts';
import { findProvider } from '../providers/registry.ts';
import { clientOfExtra } from './extra-client.ts';
import { findProviderSettings, mappedModel } from './find-settings.ts';
import type { LearnedDialects } from './learned-dialects.ts';
import {
  defaultLimits,
  type CallLimits,
  type CustomModel,
  type ModelSettings,
  type ProviderKey,
  type ProviderSettings,
} from './settings.ts';

/** A model with all that is known of it, ready to be called. */
export interface ResolvedModel {
  readonly ref: ModelRef;
  readonly target: ModelTarget;
  readonly facts: ModelFacts;
  readonly price: Price | null;
  readonly batchMax: number;
  readonly voices: readonly { readonly id: string; readonly name: string }[];
  readonly limits: CallLimits;
  /** The name of the key pool, and the keys in it. */
  readonly pool: string;
  readonly keys: readonly ProviderKey[];
  open(key: ProviderKey): ModelClient | Promise<ModelClient>;
}

export interface ResolveContext {
  readonly settings: ModelSettings;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly learned: LearnedDialects;
  readonly extraProviders: readonly ModelProvider[];
}

/** Finds a model by its name; throws `model_not_configured` or `model_kind_unsupported`. */
export async function resolveModel(
  context: ResolveContext,
  asked: ModelRef,
  kind: ModelKind,
): Promise<ResolvedModel> {
  const ref = mappedModel(context.settings, asked);
  const extra = context.extraProviders.find(({ id }) => id === ref.provider);
  if (extra) return resolveExtra(context, extra, ref, kind);
  const settings = findProviderSettings(context.settings, ref.provider);
  const provider = settings && findProvider(settings.type);
  if (!settings || !provider) throw notConfigured(ref);
  if (!provider.manifest.kinds.includes(kind)) throw kindUnsupported(ref, kind);
  return resolveServed(context, { ref, kind, settings, provider });
}

async function resolveServed(
  context: ResolveContext,
  {
    ref,
    kind,
    settings,
    provider,
  }: {
    readonly ref: ModelRef;
    readonly kind: ModelKind;
    readonly settings: ProviderSettings;
    readonly provider: Provider;
  },
): Promise<ResolvedModel> {
  const { manifest } = provider;
  const named = settings.models?.filter(({ name }) => name === ref.name) ?? [];
  const custom = named.find((model) => model.kind === kind);
  const listed = await catalogFacts({ provider: manifest.id, name: ref.name }, kind);
  if (settings.disabledModels?.includes(ref.name)) throw notConfigured(ref);
  if (!custom) {
    if (listed ? listed.kind !== kind : named.length > 0) throw kindUnsupported(ref, kind);
    if (!listed && !manifest.openEnded) throw notConfigured(ref);
  }
  const limits = {
    ...defaultLimits,
    ...context.settings.limits,
    ...settings.limits,
    ...custom?.limits,
  };
  const atVendor = (custom?.baseUrl ?? settings.baseUrl ?? manifest.baseUrl) === manifest.baseUrl;
  const facts = {
    ...factsOf(ref, custom, listed),
    // A gateway at another address may stand where nothing can be fetched.
    readsUrls: manifest.readsUrls && atVendor,
  };
  const changes = [provider.dialect, settings.dialect, custom?.dialect];
  return {
    ref,
    target: { name: custom?.serverName ?? ref.name, mode: facts.mode, features: facts.features },
    facts,
    price: custom?.price === undefined ? (listed?.price ?? null) : custom.price,
    batchMax: batchMax(changes, { custom, listed, provider }),
    voices: custom?.voices ?? provider.voices ?? voicesOf(listed),
    limits,
    pool: custom?.keys ? `${settings.id}/${ref.name}` : settings.id,
    keys: custom?.keys ?? settings.keys,
    open: (key) => openClient(context, { settings, provider, custom, changes, limits, key }),
  };
}

function openClient(
  { fetch, clock, learned }: ResolveContext,
  {
    settings,
    provider,
    custom,
    changes,
    limits,
    key,
  }: {
    readonly settings: ProviderSettings;
    readonly provider: Provider;
    readonly custom: CustomModel | undefined;
    readonly changes: readonly (DialectChanges | undefined)[];
    readonly limits: CallLimits;
    readonly key: ProviderKey;
  },
): ModelClient | Promise<ModelClient> {
  const { manifest } = provider;
  const defaults = manifest.credentialFields.flatMap((field) =>
    field.default === undefined ? [] : [[field.name, field.default] as const],
  );
  const credentials: Credentials = { ...Object.fromEntries(defaults), ...key.credentials };
  const missing = manifest.credentialFields.find(
    ({ name, required }) => required && !credentials[name],
  );
  if (missing) {
    const details = { provider: settings.id, reason: `${missing.title.en} is missing.` };
    throw new AppError('model_provider_misconfigured', { details });
  }
  const baseUrl = custom?.baseUrl ?? settings.baseUrl ?? manifest.baseUrl ?? '';
  return provider.open({
    fetch,
    clock,
    provider: settings.id,
    baseUrl: cleanBaseUrl(baseUrl.replace(/\{(\w+)\}/g, (_, name) => credentials[name] ?? '')),
    credentials,
    headers: settings.headers ?? {},
    secrets: manifest.credentialFields.flatMap(({ name, secret }) =>
      secret && credentials[name] ? [credentials[name]] : [],
    ),
    limits,
    dialect: (model) => withDialect(openaiDialect, ...changes, ...learned.of(settings.id, model)),
    learn: (model, learnt) => learned.add(settings.id, model, learnt),
  });
}

/** People paste whole addresses of calls: what belongs to the call is taken off. */
export function cleanBaseUrl(url: string): string {
  return url
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(chat\/completions|completions|embeddings|models|rerank)$/, '');
}

async function resolveExtra(
  context: ResolveContext,
  extra: ModelProvider,
  ref: ModelRef,
  kind: ModelKind,
): Promise<ResolvedModel> {
  const client = await clientOfExtra(extra, ref, kind);
  if (!client) throw notConfigured(ref);
  return {
    ref,
    target: { name: ref.name, mode: client.facts.mode, features: client.facts.features },
    facts: client.facts,
    price: client.facts.price ?? null,
    batchMax: client.batchMax,
    voices: client.voices,
    // A model in this process has no address that could fail for a moment.
    limits: { ...defaultLimits, ...context.settings.limits, retriesMax: 0 },
    pool: extra.id,
    keys: [],
    open: () => client.client,
  };
}

function factsOf(
  ref: ModelRef,
  custom: CustomModel | undefined,
  listed: CatalogModel | null,
): ModelFacts {
  return {
    ref,
    mode: custom?.mode ?? listed?.mode ?? 'chat',
    contextTokens: custom?.contextTokens ?? listed?.contextTokens ?? null,
    outputTokensMax: custom?.outputTokensMax ?? listed?.outputTokensMax ?? null,
    // Of a model nobody described, tools are assumed: refusing to try would be the worse guess.
    features: new Set(custom?.features ?? listed?.features ?? ['tools', 'vision']),
  };
}

function batchMax(
  changes: readonly (DialectChanges | undefined)[],
  {
    custom,
    listed,
    provider,
  }: {
    readonly custom: CustomModel | undefined;
    readonly listed: CatalogModel | null;
    readonly provider: Provider;
  },
): number {
  // What a folder or the probe states goes before the catalogue, which is careful to a fault.
  const stated = changes.findLast((change) => change?.embeddingBatchMax)?.embeddingBatchMax;
  return (
    custom?.batchMax ??
    stated ??
    listed?.batchMax ??
    provider.embeddingBatchMax ??
    openaiDialect.embeddingBatchMax
  );
}

function voicesOf(
  listed: CatalogModel | null,
): readonly { readonly id: string; readonly name: string }[] {
  const voice = listed?.defaultVoice;
  return voice ? [{ id: voice, name: voice }] : [];
}

function notConfigured({ provider, name }: ModelRef): AppError {
  return new AppError('model_not_configured', { details: { provider, model: name } });
}

function kindUnsupported({ provider, name }: ModelRef, kind: ModelKind): AppError {
  return new AppError('model_kind_unsupported', { details: { provider, model: name, kind } });
}
