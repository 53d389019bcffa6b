export { createModelGateway } from './gateway/create-gateway.ts';
export type { ModelDirectory, ModelGatewayOptions } from './gateway/create-gateway.ts';
export { findProviderSettings, mappedModel } from './gateway/find-settings.ts';
export type { ListedModel } from './gateway/list-models.ts';
export { roughTokens } from './gateway/estimate-tokens.ts';
export { defaultLimits } from './gateway/settings.ts';
export type {
  CallLimits,
  CustomModel,
  ModelSettings,
  ProviderKey,
  ProviderSettings,
} from './gateway/settings.ts';
export type { Fetch } from './http/fetch.ts';
export type { DialectChanges } from './openai/dialect.ts';
export { findProvider, providers } from './providers/registry.ts';
export type { CredentialField, Credentials, ProviderManifest } from './providers/provider.ts';
export { costOf } from './catalogue/cost.ts';
export type { Price } from './catalogue/cost.ts';
export { catalogFacts, findCatalogModels } from './catalogue/find-catalog-models.ts';
export type { CatalogModel } from './catalogue/find-catalog-models.ts';
export { probeServer } from './probe/probe-server.ts';
export type { ProbeRequest } from './probe/probe-server.ts';
export type { ProbeReport, ProbeStep, ProbeStepId } from './probe/probe-report.ts';
export type { Exchange } from './probe/record-exchanges.ts';
