/** What a plugin offers, in our words: read from its YAML at installation, kept, shown, called by. */
import { z } from 'zod';

export const localText = z.object({ en: z.string(), zh: z.string() });

const settingOption = z.object({
  value: z.string(),
  label: localText,
  icon: z.string().nullable(),
});

/** One thing to fill in: a credential, a setting of an endpoint, a property of a subscription. */
const settingField = z.object({
  name: z.string(),
  /** `secret` values are sealed and never shown again. */
  type: z.enum(['text', 'secret', 'select', 'boolean', 'number', 'model', 'app', 'tools', 'other']),
  /** What a model or an app must be, joined by `&`. */
  scope: z.string().nullable(),
  required: z.boolean(),
  multiple: z.boolean(),
  default: z.unknown(),
  options: z.array(settingOption),
  label: localText,
  help: localText.nullable(),
  placeholder: localText.nullable(),
  url: z.string().nullable(),
  /** All must hold for the field to be asked. */
  showOn: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** How somebody signs in elsewhere so that the plugin may act there. */
const oauthDeclaration = z.object({
  /** What an administrator enters once: the client's id and secret. */
  client: z.array(settingField),
  /** What signing in yields. */
  credentials: z.array(settingField),
});

const parameterDeclaration = z.object({
  name: z.string(),
  /** As app files name it: `string`, `number`, `file`, `model-selector` … */
  type: z.string(),
  /** `schema`: chosen with the tool; `form`: filled in by the builder; `llm`: by the model. */
  form: z.enum(['schema', 'form', 'llm']),
  required: z.boolean(),
  multiple: z.boolean(),
  default: z.unknown(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  precision: z.number().nullable(),
  options: z.array(settingOption),
  scope: z.string().nullable(),
  label: localText,
  help: localText.nullable(),
  /** What a model is told; empty when it is not asked. */
  modelDescription: z.string(),
  /** JSON Schema of a list or an object; null when it is not described. */
  inputSchema: z.record(z.string(), z.unknown()).nullable(),
  /** Values are asked of the plugin. */
  dynamic: z.boolean(),
  showOn: z.array(z.object({ name: z.string(), value: z.string() })),
});

const identity = z.object({
  name: z.string(),
  label: localText,
  description: localText,
  /** A file in the plugin's `_assets`. */
  icon: z.string().nullable(),
});
const outputSchema = z.record(z.string(), z.unknown());

const toolDeclaration = identity.extend({
  modelDescription: z.string(),
  parameters: z.array(parameterDeclaration),
  outputSchema,
  /** More parameters are known once its credentials are. */
  hasRuntimeParameters: z.boolean(),
});

const toolProviderDeclaration = identity.extend({
  credentials: z.array(settingField),
  oauth: oauthDeclaration.nullable(),
  tools: z.array(toolDeclaration),
});

const modelRuleDeclaration = z.object({
  name: z.string(),
  type: z.string(),
  label: localText,
  help: localText.nullable(),
  required: z.boolean(),
  default: z.unknown(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  precision: z.number().nullable(),
  options: z.array(z.string()),
});

const modelKinds = [
  'chat',
  'embedding',
  'rerank',
  'speech-to-text',
  'text-to-speech',
  'moderation',
] as const;

const modelDeclaration = z.object({
  name: z.string(),
  label: localText,
  kind: z.enum(modelKinds),
  mode: z.enum(['chat', 'completion']),
  contextTokens: z.number().nullable(),
  /** As the plugin names them: `tool-call`, `vision` … */
  features: z.array(z.string()),
  rules: z.array(modelRuleDeclaration),
  voices: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Texts of one embedding call. */
  batchMax: z.number().nullable(),
  price: z
    .object({ input: z.string(), output: z.string(), unit: z.string(), currency: z.string() })
    .nullable(),
  deprecated: z.boolean(),
});

const modelProviderDeclaration = identity.extend({
  kinds: z.array(z.enum(modelKinds)),
  /** Its models are known beforehand, or added by name. */
  predefined: z.boolean(),
  customizable: z.boolean(),
  credentials: z.array(settingField),
  modelCredentials: z.array(settingField),
  models: z.array(modelDeclaration),
});

const strategyDeclaration = identity.extend({
  parameters: z.array(parameterDeclaration),
  outputSchema,
  /** Earlier turns of the conversation are wanted. */
  wantsHistory: z.boolean(),
});

const strategyProviderDeclaration = identity.extend({
  strategies: z.array(strategyDeclaration),
});

const endpointDeclaration = z.object({
  path: z.string(),
  method: z.string(),
  hidden: z.boolean(),
});

const endpointGroupDeclaration = z.object({
  settings: z.array(settingField),
  endpoints: z.array(endpointDeclaration),
});

const datasourceDeclaration = identity.extend({
  parameters: z.array(parameterDeclaration),
  outputSchema,
});

const datasourceProviderDeclaration = identity.extend({
  type: z.enum(['website_crawl', 'online_document', 'online_drive']),
  credentials: z.array(settingField),
  oauth: oauthDeclaration.nullable(),
  datasources: z.array(datasourceDeclaration),
});

const triggerEventDeclaration = identity.extend({
  parameters: z.array(parameterDeclaration),
  outputSchema,
});

const triggerProviderDeclaration = identity.extend({
  /** What a subscription made by hand needs, such as a shared secret. */
  subscription: z.array(settingField),
  /** How the plugin makes subscriptions by itself; null when it cannot. */
  automatic: z
    .object({
      parameters: z.array(parameterDeclaration),
      credentials: z.array(settingField),
      oauth: oauthDeclaration.nullable(),
    })
    .nullable(),
  events: z.array(triggerEventDeclaration),
});

export const pluginPermissions = z.object({
  tool: z.boolean(),
  node: z.boolean(),
  app: z.boolean(),
  endpoint: z.boolean(),
  models: z.array(z.enum(modelKinds)),
  /** Bytes it may keep; null when it may keep nothing. */
  storageBytes: z.number().nullable(),
});

export const pluginDeclaration = identity.extend({
  /** `author/name`. */
  id: z.string(),
  author: z.string(),
  version: z.string(),
  category: z.enum(['tool', 'model', 'extension', 'agent-strategy', 'datasource', 'trigger']),
  runner: z.object({ language: z.enum(['python', 'javascript']), entrypoint: z.string() }),
  permissions: pluginPermissions,
  tags: z.array(z.string()),
  toolProviders: z.array(toolProviderDeclaration),
  modelProviders: z.array(modelProviderDeclaration),
  strategyProviders: z.array(strategyProviderDeclaration),
  endpointGroups: z.array(endpointGroupDeclaration),
  datasourceProviders: z.array(datasourceProviderDeclaration),
  triggerProviders: z.array(triggerProviderDeclaration),
});

export type LocalText = Readonly<z.infer<typeof localText>>;
export type SettingField = z.infer<typeof settingField>;
export type SettingOption = z.infer<typeof settingOption>;
export type OauthDeclaration = z.infer<typeof oauthDeclaration>;
export type ParameterDeclaration = z.infer<typeof parameterDeclaration>;
export type ToolDeclaration = z.infer<typeof toolDeclaration>;
export type ToolProviderDeclaration = z.infer<typeof toolProviderDeclaration>;
export type ModelRuleDeclaration = z.infer<typeof modelRuleDeclaration>;
export type ModelDeclaration = z.infer<typeof modelDeclaration>;
export type ModelProviderDeclaration = z.infer<typeof modelProviderDeclaration>;
export type StrategyDeclaration = z.infer<typeof strategyDeclaration>;
export type StrategyProviderDeclaration = z.infer<typeof strategyProviderDeclaration>;
export type EndpointGroupDeclaration = z.infer<typeof endpointGroupDeclaration>;
export type DatasourceProviderDeclaration = z.infer<typeof datasourceProviderDeclaration>;
export type TriggerProviderDeclaration = z.infer<typeof triggerProviderDeclaration>;
export type PluginPermissions = z.infer<typeof pluginPermissions>;
export type PluginDeclaration = z.infer<typeof pluginDeclaration>;
