import type { ChatModel, ModelFeature } from './chat-model.ts';
import type { Embedder, Moderation, Reranker, SpeechToText, TextToSpeech } from './models.ts';

export type ModelKind =
  | 'chat'
  | 'embedding'
  | 'rerank'
  | 'speech-to-text'
  | 'text-to-speech'
  | 'moderation';

/** A model that can be chosen by name. */
export interface ModelListing {
  readonly name: string;
  readonly kind: ModelKind;
  readonly mode: 'chat' | 'completion';
  /** Tokens; null when unknown. */
  readonly contextTokens: number | null;
  readonly outputTokensMax: number | null;
  readonly features: readonly ModelFeature[];
}

/**
 * A source of models that needs no address and no key, such as models that run in this process.
 * The gateway asks it for every ref whose provider is `id`; a name it does not know, or a kind it
 * lacks, answers null.
 */
export interface ModelProvider {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  models(): Promise<readonly ModelListing[]>;
  chat?(name: string): Promise<ChatModel | null>;
  embedder?(name: string): Promise<Embedder | null>;
  reranker?(name: string): Promise<Reranker | null>;
  speechToText?(name: string): Promise<SpeechToText | null>;
  textToSpeech?(name: string): Promise<TextToSpeech | null>;
  moderation?(name: string): Promise<Moderation | null>;
}
