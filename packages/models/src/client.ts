import type {
  ChatRequest,
  ContentPart,
  FinishReason,
  ModelFacts,
  ModelKind,
  ToolCall,
} from '@outpost/contracts';

/** A model at its server, as one call needs it. */
export interface ModelTarget {
  /** What the server calls the model: its deployment or endpoint name where those differ. */
  readonly name: string;
  readonly mode: 'chat' | 'completion';
  readonly features: ModelFacts['features'];
}

export interface TokenCounts {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A piece of an answer as a server sent it: without price, and with counts only if the server told them. */
export type AnswerPiece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'file'; readonly mediaType: string; readonly bytes: Uint8Array }
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      readonly tokens: TokenCounts | null;
    };

export interface CallContext {
  readonly model: ModelTarget;
  readonly signal: AbortSignal;
}

export interface SpeechRequest {
  readonly text: string;
  readonly voice: string | null;
}

export interface AudioInput {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly filename: string;
  readonly language: string | null;
}

/**
 * One server with one key. Every call is a single attempt: retries, keys, chains, limits and cost
 * belong to the gateway. A kind the server does not offer is absent.
 */
export interface ModelClient {
  /** Groups of pieces as they arrive; an empty group is a sign of life. `finish` is last. */
  chat?(request: ChatRequest, context: CallContext): AsyncIterable<readonly AnswerPiece[]>;
  /** At most the model's batch; vectors in the order of the texts. */
  embed?(
    texts: readonly string[],
    context: CallContext & { readonly purpose: 'query' | 'document' },
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly promptTokens: number | null }>;
  rerank?(
    request: {
      readonly query: string;
      readonly documents: readonly string[];
      readonly top: number;
    },
    context: CallContext,
  ): Promise<readonly { readonly index: number; readonly score: number }[]>;
  transcribe?(audio: AudioInput, context: CallContext): Promise<string>;
  speak?(
    request: SpeechRequest,
    context: CallContext,
  ): Promise<{ readonly mediaType: string; readonly audio: AsyncIterable<Uint8Array> }>;
  moderate?(
    text: string,
    context: CallContext,
  ): Promise<{ readonly flagged: boolean; readonly categories: readonly string[] }>;
  /** The names the server itself offers. */
  listModels?(context: { readonly signal: AbortSignal }): Promise<readonly string[]>;
}

export type MediaPart = Extract<ContentPart, { readonly type: 'media' }>;

/** Which call of a client serves which kind. */
export const callOfKind = {
  chat: 'chat',
  embedding: 'embed',
  rerank: 'rerank',
  'speech-to-text': 'transcribe',
  'text-to-speech': 'speak',
  moderation: 'moderate',
} as const satisfies Record<ModelKind, keyof ModelClient>;
