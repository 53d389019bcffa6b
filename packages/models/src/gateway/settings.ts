import type { ModelFeature, ModelKind, ModelRef } from '@outpost/contracts';
import type { Price } from '../catalogue/cost.ts';
import type { SizeLimits } from '../http/call-server.ts';
import type { TimeLimits } from '../http/deadlines.ts';
import type { DialectChanges } from '../openai/dialect.ts';
import type { Credentials } from '../providers/provider.ts';

/** Everything an installation has set up about models. Read anew for every model that is asked for. */
export interface ModelSettings {
  readonly providers: readonly ProviderSettings[];
  /** Where to go on when a model fails before its first piece of answer. Embeddings never move on. */
  readonly chains?: readonly {
    readonly model: ModelRef;
    readonly fallbacks: readonly ModelRef[];
  }[];
  /** Names in app files that mean another model here. */
  readonly mappings?: readonly { readonly from: ModelRef; readonly to: ModelRef }[];
  /** The models of kinds that apps use without naming one. */
  readonly defaults?: Partial<Record<ModelKind, ModelRef>>;
  readonly limits?: Partial<CallLimits>;
}

/** One provider that was added; a kind of server may be added several times under different ids. */
export interface ProviderSettings {
  /** What refs call it. */
  readonly id: string;
  /** A manifest's id. */
  readonly type: string;
  /** Null = the vendor's own address. */
  readonly baseUrl: string | null;
  /** The key pool: keys take turns, and one that was refused rests. */
  readonly keys: readonly ProviderKey[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What was learned of its server. */
  readonly dialect?: DialectChanges;
  /** Added by hand; one with a catalogue model's name replaces it. */
  readonly models?: readonly CustomModel[];
  readonly disabledModels?: readonly string[];
  readonly limits?: Partial<CallLimits>;
}

export interface ProviderKey {
  readonly id: string;
  /** By the names of the manifest's credential fields. */
  readonly credentials: Credentials;
}

export interface CustomModel {
  readonly name: string;
  readonly kind: ModelKind;
  /** What the server calls it, when that differs (a deployment, an endpoint id). */
  readonly serverName?: string;
  readonly mode?: 'chat' | 'completion';
  readonly contextTokens?: number | null;
  readonly outputTokensMax?: number | null;
  readonly features?: readonly ModelFeature[];
  readonly price?: Price | null;
  readonly batchMax?: number;
  readonly voices?: readonly { readonly id: string; readonly name: string }[];
  /** For a model at an address of its own. */
  readonly baseUrl?: string;
  readonly keys?: readonly ProviderKey[];
  readonly dialect?: DialectChanges;
  readonly limits?: Partial<CallLimits>;
}

/** Limits of a call to one model; each has its name in the error that it causes. */
export interface CallLimits extends TimeLimits, SizeLimits {
  /** Further tries after the first, for failures that pass. */
  readonly retriesMax: number;
  /** The first pause; it doubles with every retry. */
  readonly backoffMs: number;
  /** A server that asks to wait longer than this is given up on at once. */
  readonly retryAfterMaxMs: number;
  /** How long a refused key of a pool rests when the server does not say. */
  readonly coolDownMs: number;
  readonly concurrency: number;
  /** Calls that may wait for their turn. */
  readonly waitingMax: number;
}

export const defaultLimits: CallLimits = {
  connectMs: 10_000,
  firstTokenMs: 120_000,
  idleMs: 60_000,
  totalMs: 900_000,
  responseBytesMax: 64 * 1024 * 1024,
  lineBytesMax: 8 * 1024 * 1024,
  retriesMax: 2,
  backoffMs: 500,
  retryAfterMaxMs: 30_000,
  coolDownMs: 30_000,
  concurrency: 256,
  waitingMax: 1024,
};
