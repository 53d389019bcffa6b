import type { ChatChunk, ChatModel, ChatRequest, ModelFeature } from '../ports/chat-model.ts';
import type { ModelGateway } from '../ports/models.ts';
import { AppError } from '../errors/app-error.ts';
import { noUsage } from '../usage.ts';

export interface FakeChatModelOptions {
  /** What the model answers, in chunks; a function sees the request. */
  readonly answer: readonly string[] | ((request: ChatRequest) => readonly (string | ChatChunk)[]);
  readonly features?: readonly ModelFeature[];
  readonly mode?: 'chat' | 'completion';
  readonly contextTokens?: number | null;
}

/** A model that answers what it is told to and remembers what it was asked. */
export function createFakeChatModel({
  answer,
  features = ['tools', 'vision', 'structured-output'],
  mode = 'chat',
  contextTokens = 8192,
}: FakeChatModelOptions): ChatModel & { readonly requests: ChatRequest[] } {
  const requests: ChatRequest[] = [];
  const ref = { provider: 'fake', name: 'fake-model' };
  return {
    requests,
    facts: { ref, mode, contextTokens, outputTokensMax: 1024, features: new Set(features) },
    async *stream(request, { signal }) {
      requests.push(request);
      const chunks = typeof answer === 'function' ? answer(request) : answer;
      for (const chunk of chunks) {
        signal.throwIfAborted();
        yield typeof chunk === 'string' ? { type: 'text', text: chunk } : chunk;
      }
      const usage = {
        ...noUsage,
        promptTokens: 7,
        completionTokens: chunks.length,
        totalTokens: 7 + chunks.length,
      };
      yield { type: 'finish', reason: 'stop', usage, model: ref };
    },
  };
}

/** A gateway that knows one chat model under every name, and nothing else. */
export function createFakeModels(model: ChatModel): ModelGateway {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new AppError('model_not_configured', { details: { provider: 'fake', model: 'none' } }),
    );
  return {
    chat: () => Promise.resolve(model),
    embedder: refuse,
    reranker: refuse,
    speechToText: refuse,
    textToSpeech: refuse,
    moderation: refuse,
  };
}
