import type { ModelFeature, ModelKind } from '@outpost/contracts';
import type { DialectChanges } from '../openai/dialect.ts';
import type { Exchange } from './record-exchanges.ts';

export type ProbeStepId =
  | 'reach'
  | 'tls'
  | 'list'
  | 'chat'
  | 'stream'
  | 'tools'
  | 'json'
  | 'embeddings'
  | 'rerank';

export interface ProbeStep {
  readonly id: ProbeStepId;
  /** `limited`: it works, in a way that people should know about. */
  readonly status: 'passed' | 'limited' | 'failed' | 'skipped';
  readonly finding: { readonly en: string; readonly zh: string };
  readonly durationMs: number;
  /** What went over the wire, of steps that did not simply pass. */
  readonly evidence: readonly Exchange[];
}

/** What is known of a server after it was asked. */
export interface ProbeReport {
  /** True when there is a kind of model that works. */
  readonly usable: boolean;
  /** The address to store: cleaned, and with `/v1` where that was missing. */
  readonly baseUrl: string;
  readonly dialect: DialectChanges;
  readonly models: readonly string[];
  /** The models that were tried. */
  readonly tried: {
    readonly chat: string | null;
    readonly embedding: string | null;
    readonly rerank: string | null;
  };
  readonly kinds: readonly ModelKind[];
  readonly features: readonly ModelFeature[];
  readonly steps: readonly ProbeStep[];
}
