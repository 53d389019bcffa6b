import type { RunFacts } from '@outpost/contracts';

/** On whose behalf a plugin is called. */
export interface CallContext {
  readonly workspaceId: string;
  /** As the plugin sees it. */
  readonly userId: string;
  /** The run that the call belongs to; null outside of one. */
  readonly run: RunFacts | null;
  readonly signal: AbortSignal;
  /** Which sets of credentials the tools it calls shall use, by provider. */
  readonly toolCredentials?: Readonly<Record<string, string>>;
  readonly endpointId?: string | null;
  readonly timeoutMs?: number;
}

/** A set of credentials as a plugin is given it. */
export interface PluginCredentials {
  readonly type: 'api-key' | 'oauth2' | 'unauthorized';
  readonly values: Readonly<Record<string, unknown>>;
}
