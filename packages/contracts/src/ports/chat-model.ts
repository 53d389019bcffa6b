import type { Usage } from '../usage.ts';

/** Names a configured model. Providers are ids such as `openai` or, from app files, `langgenius/openai/openai`. */
export interface ModelRef {
  readonly provider: string;
  readonly name: string;
}

export type ModelFeature =
  | 'vision'
  | 'audio'
  | 'video'
  | 'document'
  | 'tools'
  | 'parallel-tools'
  | 'structured-output'
  | 'json-mode'
  | 'reasoning';

export interface ModelFacts {
  readonly ref: ModelRef;
  readonly mode: 'chat' | 'completion';
  /** Tokens; null when unknown. */
  readonly contextTokens: number | null;
  readonly outputTokensMax: number | null;
  readonly features: ReadonlySet<ModelFeature>;
  /** The model's server fetches pictures from the internet by itself; otherwise it is sent bytes. */
  readonly readsUrls?: boolean;
  /** Of a model whose provider states one. */
  readonly price?: ModelPrice | null;
}

/** What tokens cost: `input` and `output` in `currency` for each token divided by `unit` (`0.001` = per thousand). */
export interface ModelPrice {
  readonly input: string;
  readonly output: string;
  readonly unit: string;
  readonly currency: string;
}

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'media';
      readonly kind: 'image' | 'audio' | 'video' | 'document';
      readonly mediaType: string;
      readonly filename: string | null;
      /** Bytes, or an address the model's server can read by itself. */
      readonly source: { readonly bytes: Uint8Array } | { readonly url: string };
      readonly detail?: 'high' | 'low';
    };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
  /** What the provider wants back with this call in the next request (thought signatures): return it unchanged. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export type ChatMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly content: readonly ContentPart[] }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly reasoning?: string;
      readonly toolCalls?: readonly ToolCall[];
    }
  | {
      readonly role: 'tool';
      readonly callId: string;
      readonly name: string;
      readonly text: string;
    };

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** Free parameters as app files name them (`temperature`, `max_tokens`, …); unknown ones are passed on. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly stop?: readonly string[];
  readonly tools?: readonly ToolSpec[];
  readonly toolChoice?: 'auto' | 'required' | { readonly name: string };
  readonly responseFormat?:
    | { readonly type: 'json' }
    | {
        readonly type: 'schema';
        readonly name: string;
        readonly schema: Readonly<Record<string, unknown>>;
      };
  readonly firstTokenTimeoutMs?: number;
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

export type ChatChunk =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'file'; readonly mediaType: string; readonly bytes: Uint8Array }
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      readonly usage: Usage;
      /** The model that answered: another than asked for when a fallback chain moved on. */
      readonly model: ModelRef;
    };

/** A model that talks. The last chunk is always `finish`; failures throw an `AppError` of the model codes. */
export interface ChatModel {
  readonly facts: ModelFacts;
  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<ChatChunk>;
}
