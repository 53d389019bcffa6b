import type { EmbeddingModelV4, RerankingModelV4, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { CallContext, ModelClient } from '../client.ts';
import type { ServerCaller } from '../http/call-server.ts';
import { checkVectors } from '../openai/embeddings.ts';
import { sdkError } from './sdk-error.ts';

/** One embedding call through a provider package of the AI SDK. */
export async function sdkEmbed(
  caller: ServerCaller,
  model: EmbeddingModelV4,
  {
    texts,
    signal,
    providerOptions,
  }: {
    readonly texts: readonly string[];
    readonly signal: AbortSignal;
    readonly providerOptions: SharedV4ProviderOptions;
  },
): ReturnType<NonNullable<ModelClient['embed']>> {
  try {
    const { embeddings, usage } = await model.doEmbed({
      values: [...texts],
      providerOptions,
      abortSignal: signal,
    });
    const vectors = embeddings.map((vector) => Float32Array.from(vector));
    checkVectors(vectors, texts.length, model.modelId);
    return { vectors, promptTokens: usage?.tokens ?? null };
  } catch (thrown) {
    throw signal.aborted ? signal.reason : sdkError(caller, model.modelId, thrown);
  }
}

/** One rerank call through a provider package of the AI SDK. */
export async function sdkRerank(
  caller: ServerCaller,
  model: RerankingModelV4,
  { query, documents, top }: Parameters<NonNullable<ModelClient['rerank']>>[0],
  { signal }: CallContext,
): ReturnType<NonNullable<ModelClient['rerank']>> {
  if (documents.length === 0) return [];
  try {
    const { ranking } = await model.doRerank({
      query,
      documents: { type: 'text', values: [...documents] },
      topN: Math.min(top, documents.length),
      abortSignal: signal,
    });
    return ranking
      .map(({ index, relevanceScore }) => ({ index, score: relevanceScore }))
      .filter(({ index }) => index in documents)
      .sort((a, b) => b.score - a.score);
  } catch (thrown) {
    throw signal.aborted ? signal.reason : sdkError(caller, model.modelId, thrown);
  }
}
