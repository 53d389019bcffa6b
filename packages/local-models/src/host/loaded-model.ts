import type { ChatRequest, FinishReason, ToolCall } from '@outpost/contracts';

/** A piece of an answer. */
export type ChatPart =
  | { readonly type: 'text' | 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall };

export interface ChatEnd {
  readonly reason: FinishReason;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A model in memory; it has the functions that its kind allows. */
export interface LoadedModel {
  readonly chat?: (
    request: ChatRequest,
    options: { readonly signal: AbortSignal; readonly onPart: (part: ChatPart) => void },
  ) => Promise<ChatEnd>;
  /** Vectors of length one, in the order of the texts, and the tokens that were read. */
  readonly embed?: (
    texts: readonly string[],
    signal: AbortSignal,
  ) => Promise<{ readonly vectors: readonly Float32Array[]; readonly tokens: number }>;
  /** One score a document, from 0 to 1. */
  readonly rerank?: (query: string, documents: readonly string[]) => Promise<readonly number[]>;
  readonly dispose: () => Promise<void>;
}
