import type { ModelKind, ModelRef, NodeKind } from '@outpost/contracts';

/** What an installation has. Models are asked for by the file's own names. */
export interface Installation {
  readonly kinds: ReadonlyMap<string, NodeKind>;
  hasModel(ref: ModelRef, kind: ModelKind): boolean;
  hasDataset(id: string): boolean;
  /** By `organisation/plugin`. */
  hasPlugin(id: string): boolean;
  /** Whether the models that this plugin would bring can be had without it. */
  replacesPlugin(id: string): boolean;
  hasTool(tool: {
    readonly providerType: string;
    readonly provider: string;
    readonly name: string;
  }): boolean;
}
