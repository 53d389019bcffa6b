import type { ModelKind } from '@outpost/contracts';
import {
  defineTable,
  flag,
  json,
  optional,
  text,
  time,
  type RecordOf,
  oneOf,
} from '../database/table.ts';

export const providersTable = defineTable('providers', {
  id: text(),
  workspaceId: text(),
  /** The provider's id, such as `openai` or `langgenius/openai/openai`; one row each in a workspace. */
  provider: text(),
  name: text(),
  credentialsSealed: text(),
  baseUrl: optional(text()),
  /** What was found out about how this server speaks. */
  dialect: json<Readonly<Record<string, unknown>> | null>(),
  enabled: flag(),
  createdAt: time(),
  updatedAt: time(),
});

export const modelsTable = defineTable('models', {
  id: text(),
  workspaceId: text(),
  provider: text(),
  name: text(),
  kind: oneOf<ModelKind>(),
  label: text(),
  enabled: flag(),
  /** Context size, features, prices, parameters: what differs from the catalogue. */
  facts: json<Readonly<Record<string, unknown>>>(),
  createdAt: time(),
  updatedAt: time(),
});

/** “When an app asks for this model, use that one.” */
export const modelMappingsTable = defineTable('model_mappings', {
  id: text(),
  workspaceId: text(),
  kind: oneOf<ModelKind>(),
  fromProvider: text(),
  fromName: text(),
  toProvider: text(),
  toName: text(),
  createdAt: time(),
});

export interface ChainStep {
  readonly provider: string;
  readonly name: string;
  readonly [key: string]: unknown;
}

/** A named list of models, tried in order. */
export const modelChainsTable = defineTable('model_chains', {
  id: text(),
  workspaceId: text(),
  name: text(),
  kind: oneOf<ModelKind>(),
  steps: json<readonly ChainStep[]>(),
  createdAt: time(),
  updatedAt: time(),
});

export const defaultModelsTable = defineTable('default_models', {
  workspaceId: text(),
  kind: oneOf<ModelKind>(),
  provider: text(),
  name: text(),
  updatedAt: time(),
});

export type Model = RecordOf<typeof modelsTable>;
export type ModelMapping = RecordOf<typeof modelMappingsTable>;
export type ModelChain = RecordOf<typeof modelChainsTable>;
export type DefaultModel = RecordOf<typeof defaultModelsTable>;
