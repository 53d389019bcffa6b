import type { ChatChunk, ModelFacts, ModelKind, ModelProvider, ModelRef } from '@outpost/contracts';
import type { AnswerPiece, ModelClient } from '../client.ts';

export interface ExtraClient {
  readonly client: ModelClient;
  readonly facts: ModelFacts;
  readonly batchMax: number;
  readonly voices: readonly { readonly id: string; readonly name: string }[];
}

/** A model of a provider that was plugged in, as a client like any other; null when it has no such model. */
export async function clientOfExtra(
  provider: ModelProvider,
  ref: ModelRef,
  kind: ModelKind,
): Promise<ExtraClient | null> {
  const { name } = ref;
  const plain = { facts: noFacts(ref), batchMax: 1, voices: [] };
  switch (kind) {
    case 'chat': {
      const model = await provider.chat?.(name);
      return model
        ? {
            ...plain,
            facts: { ...model.facts, ref },
            client: { chat: (request, { signal }) => pieces(model.stream(request, { signal })) },
          }
        : null;
    }
    case 'embedding': {
      const model = await provider.embedder?.(name);
      if (!model) return null;
      const client: ModelClient = {
        async embed(texts, { signal, purpose }) {
          const { vectors, usage } = await model.embed(texts, { signal, purpose });
          return { vectors, promptTokens: usage.promptTokens };
        },
      };
      return { ...plain, batchMax: model.batchMax, client };
    }
    case 'rerank': {
      const model = await provider.reranker?.(name);
      return model
        ? {
            ...plain,
            client: { rerank: (request, { signal }) => model.rerank(request, { signal }) },
          }
        : null;
    }
    case 'speech-to-text': {
      const model = await provider.speechToText?.(name);
      if (!model) return null;
      const client: ModelClient = {
        transcribe: ({ language, ...audio }, { signal }) =>
          model.transcribe(audio, { signal, ...(language === null ? {} : { language }) }),
      };
      return { ...plain, client };
    }
    case 'text-to-speech': {
      const model = await provider.textToSpeech?.(name);
      return model
        ? {
            ...plain,
            voices: model.voices,
            client: { speak: (request, { signal }) => model.speak(request, { signal }) },
          }
        : null;
    }
    case 'moderation': {
      const model = await provider.moderation?.(name);
      return model
        ? { ...plain, client: { moderate: (text, { signal }) => model.moderate(text, { signal }) } }
        : null;
    }
  }
}

async function* pieces(chunks: AsyncIterable<ChatChunk>): AsyncGenerator<readonly AnswerPiece[]> {
  for await (const chunk of chunks)
    yield [
      chunk.type === 'finish'
        ? { type: 'finish', reason: chunk.reason, tokens: chunk.usage }
        : chunk,
    ];
}

function noFacts(ref: ModelRef): ModelFacts {
  return { ref, mode: 'chat', contextTokens: null, outputTokensMax: null, features: new Set() };
}
