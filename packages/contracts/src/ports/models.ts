import type { ChatModel, ModelRef } from './chat-model.ts';
import type { Usage } from '../usage.ts';

export interface CallOptions {
  readonly signal: AbortSignal;
}

export interface Embedder {
  readonly ref: ModelRef;
  /** Texts accepted by one call of the server behind; `embed` takes any number. */
  readonly batchMax: number;
  /** One vector a text, in order; `purpose` matters to models that tell queries from documents. */
  embed(
    texts: readonly string[],
    options: CallOptions & { readonly purpose: 'query' | 'document' },
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly usage: Usage }>;
}

export interface Reranker {
  readonly ref: ModelRef;
  /** Scores by index into `documents`, best first, at most `top`. */
  rerank(
    request: {
      readonly query: string;
      readonly documents: readonly string[];
      readonly top: number;
    },
    options: CallOptions,
  ): Promise<readonly { readonly index: number; readonly score: number }[]>;
}

export interface SpeechToText {
  transcribe(
    audio: { readonly bytes: Uint8Array; readonly mediaType: string; readonly filename: string },
    options: CallOptions & { readonly language?: string },
  ): Promise<string>;
}

export interface TextToSpeech {
  readonly voices: readonly { readonly id: string; readonly name: string }[];
  speak(
    request: { readonly text: string; readonly voice: string | null },
    options: CallOptions,
  ): Promise<{ readonly mediaType: string; readonly audio: AsyncIterable<Uint8Array> }>;
}

export interface Moderation {
  moderate(
    text: string,
    options: CallOptions,
  ): Promise<{ readonly flagged: boolean; readonly categories: readonly string[] }>;
}

/** Every model of the installation. Each call throws `model_not_configured` when the model is unknown here. */
export interface ModelGateway {
  chat(ref: ModelRef): Promise<ChatModel>;
  embedder(ref: ModelRef): Promise<Embedder>;
  reranker(ref: ModelRef): Promise<Reranker>;
  speechToText(ref: ModelRef | null): Promise<SpeechToText>;
  textToSpeech(ref: ModelRef | null): Promise<TextToSpeech>;
  moderation(ref: ModelRef | null): Promise<Moderation>;
}
