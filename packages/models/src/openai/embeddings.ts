import { AppError } from '@outpost/contracts';
import type { CallContext, ModelClient } from '../client.ts';
import { callForJson } from '../http/call-server.ts';
import { bytesFromBase64 } from './base64.ts';
import { callInDialect, type OpenaiServer } from './openai-server.ts';

type Embedded = Awaited<ReturnType<NonNullable<ModelClient['embed']>>>;

/** `POST /embeddings`; the vectors are put into the order of the texts, which servers need not keep. */
export async function openaiEmbeddings(
  server: OpenaiServer,
  texts: readonly string[],
  { model, signal }: CallContext,
): Promise<Embedded> {
  const answer = await callInDialect(server, {
    model,
    signal,
    body: ({ embeddingFormat, emptyContent }) => ({
      model: model.name,
      input: emptyContent === 'space' ? texts.map((text) => text || ' ') : texts,
      ...(embeddingFormat === 'absent' ? {} : { encoding_format: embeddingFormat }),
    }),
    path: 'embeddings',
    send: (caller, path, json) => callForJson(caller, { model: model.name, path, json, signal }),
  });
  return embeddingsFrom(answer, texts.length, model.name);
}

/** The vectors of an answer in OpenAI's form, in the order of the texts. Throws `model_answer_invalid`. */
export function embeddingsFrom(answer: unknown, count: number, model: string): Embedded {
  const { data, usage } = (answer ?? {}) as WireEmbeddings;
  const rows = data ?? [];
  const vectors: Float32Array[] = [];
  for (const [position, row] of rows.entries())
    vectors[row.index ?? position] = vectorFrom(row.embedding, model);
  checkVectors(vectors, count, model);
  return {
    vectors,
    promptTokens: usage?.prompt_tokens ?? usage?.total_tokens ?? null,
  };
}

/** Throws `model_answer_invalid` unless there is one vector a text, all of one length. */
export function checkVectors(vectors: readonly Float32Array[], count: number, model: string): void {
  const dimensions = vectors[0]?.length ?? 0;
  for (let at = 0; at < count; at += 1) {
    const length = vectors[at]?.length ?? 0;
    if (length > 0 && length === dimensions) continue;
    const reason =
      length === 0
        ? `${count} texts were sent, and text ${at + 1} got no vector.`
        : `its vectors have different lengths, ${dimensions} and ${length}.`;
    throw new AppError('model_answer_invalid', { details: { model, reason } });
  }
}

interface WireEmbeddings {
  readonly data?: readonly { readonly index?: number; readonly embedding?: unknown }[] | null;
  readonly usage?: { readonly prompt_tokens?: number; readonly total_tokens?: number } | null;
}

function vectorFrom(value: unknown, model: string): Float32Array {
  if (typeof value === 'string') {
    const bytes = bytesFromBase64(value);
    return new Float32Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 4));
  }
  if (Array.isArray(value)) {
    // Some servers wrap each vector in a list of one.
    const row: unknown[] = Array.isArray(value[0]) ? value[0] : value;
    const vector = Float32Array.from(row, Number);
    if (vector.every((number) => Number.isFinite(number))) return vector;
  }
  const details = { model, reason: 'a vector is not a list of numbers.' };
  throw new AppError('model_answer_invalid', { details });
}
