import type { DownloadLimits } from '../download/download-file.ts';
import type { Environment, RegistrySettings } from '../registries/registry-settings.ts';
import type { IndexClient } from './index-client.ts';
import type { WheelCache } from './wheel-cache.ts';

/** What packing works with, whichever plugin is packed. */
export interface PackingContext {
  /** The shared cache. */
  readonly directory: string;
  readonly cache: WheelCache;
  readonly index: IndexClient;
  readonly settings: RegistrySettings;
  /** Folders with wheels that a person gave; they come before every index. */
  readonly folders: readonly string[];
  readonly preReleases: boolean;
  readonly excludeNewer: string | null;
  readonly environment: Environment;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly downloadLimits?: Partial<DownloadLimits>;
}
