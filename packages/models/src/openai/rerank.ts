import { AppError } from '@outpost/contracts';
import type { CallContext, ModelClient } from '../client.ts';
import { callForJson } from '../http/call-server.ts';
import type { JsonObject } from './chat-body.ts';
import type { OpenaiDialect } from './dialect.ts';
import { callInDialect, type OpenaiServer } from './openai-server.ts';

type RerankRequest = Parameters<NonNullable<ModelClient['rerank']>>[0];
type Scores = Awaited<ReturnType<NonNullable<ModelClient['rerank']>>>;

/**
 * Rerank has no OpenAI format. Most servers (Jina, vLLM, Xinference, SiliconFlow, llama.cpp,
 * LocalAI) speak Cohere's, Voyage calls its fields otherwise, and text-embeddings-inference has its own.
 */
export async function openaiRerank(
  server: OpenaiServer,
  request: RerankRequest,
  { model, signal }: CallContext,
): Promise<Scores> {
  if (request.documents.length === 0) return [];
  const answer = await callInDialect(server, {
    model,
    signal,
    body: (dialect) => rerankBody(request, model.name, dialect),
    path: 'rerank',
    send: (caller, path, json) => callForJson(caller, { model: model.name, path, json, signal }),
  });
  return scoresFrom(answer, request, model.name);
}

/** Finds the scores in any of the shapes, best first. Throws `model_answer_invalid` when there are none. */
export function scoresFrom(
  answer: unknown,
  { documents, top }: RerankRequest,
  model: string,
): Scores {
  const fields = (typeof answer === 'object' && answer !== null ? answer : {}) as JsonObject;
  const output = (fields['output'] ?? {}) as JsonObject;
  const rows = Array.isArray(answer)
    ? answer
    : (fields['results'] ?? fields['data'] ?? output['results']);
  if (!Array.isArray(rows)) {
    const details = { model, reason: 'it has no list of scores.' };
    throw new AppError('model_answer_invalid', { details });
  }
  return rows
    .map((row: JsonObject) => ({
      index: Number(row['index']),
      score: Number(row['relevance_score'] ?? row['score']),
    }))
    .filter(
      ({ index, score }) =>
        Number.isInteger(index) && index >= 0 && index < documents.length && Number.isFinite(score),
    )
    .sort((a, b) => b.score - a.score)
    .slice(0, top);
}

function rerankBody(
  { query, documents, top }: RerankRequest,
  model: string,
  { rerankWire }: OpenaiDialect,
): JsonObject {
  switch (rerankWire) {
    case 'cohere':
      return { model, query, documents, top_n: top };
    case 'voyage':
      return { model, query, documents, top_k: top };
    case 'tei':
      return { query, texts: documents, truncate: true };
  }
}
