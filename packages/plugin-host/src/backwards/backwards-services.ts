import type { ModelGateway, ModelRef, RunFacts, ToolCaller, Values } from '@outpost/contracts';

/** On whose behalf a plugin asks. */
export interface Asker {
  /** `author/name`. */
  readonly plugin: string;
  readonly workspaceId: string;
  readonly userId: string;
  readonly run: RunFacts | null;
}

/** What plugins may ask of the host; composed where everything meets. Everything is within the asker's workspace. */
export interface BackwardsServices {
  models(workspaceId: string): ModelGateway;
  tools(workspaceId: string): ToolCaller;
  readonly apps: AppsForPlugins;
  readonly nodes: NodesForPlugins;
  readonly storage: PluginStorage;
  readonly uploads: UploadsForPlugins;
  /** A text made shorter by the workspace's default model. */
  summarise(
    request: { readonly text: string; readonly instruction: string },
    asker: Asker,
    options: { readonly signal: AbortSignal },
  ): Promise<string>;
}

export interface AppsForPlugins {
  /** Events as the Service API streams them, or the one object it answers when it does not. */
  run(
    request: {
      readonly appId: string;
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly query: string | null;
      readonly conversationId: string | null;
      readonly streaming: boolean;
    },
    asker: Asker,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<Readonly<Record<string, unknown>>>;
  describe(appId: string, asker: Asker): Promise<Readonly<Record<string, unknown>>>;
}

/** Node kinds that plugins use like functions; settings in the form of app files. */
export interface NodesForPlugins {
  run(
    request: {
      readonly kind: 'parameter-extractor' | 'question-classifier';
      readonly config: Readonly<Record<string, unknown>>;
      readonly query: string;
      readonly model: ModelRef;
    },
    asker: Asker,
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly inputs: Values; readonly processData: Values; readonly outputs: Values }>;
}

/** Bytes that a plugin keeps, shared by all its versions in a workspace. */
export interface PluginStorage {
  /** Null when nothing is kept under the key. */
  get(asker: Asker, key: string): Promise<Uint8Array | null>;
  /** Throws `plugin_storage_full` when all values together would be larger than the limit. */
  set(asker: Asker, key: string, value: Uint8Array, limitBytes: number): Promise<void>;
  /** How many values were removed. */
  remove(asker: Asker, key: string): Promise<number>;
}

export interface UploadsForPlugins {
  /** An address that the plugin's process can reach, to which it sends the file as the form field `file`. */
  address(
    file: { readonly filename: string; readonly mediaType: string },
    asker: Asker,
  ): Promise<string>;
}
