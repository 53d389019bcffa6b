/** What plugins ask of models. */
import type { ChatChunk, ChatRequest, ModelGateway, ModelRef } from '@outpost/contracts';
import { z } from 'zod';
import { createLlmChunkWriter, wholeLlmChunk } from '../shapes/llm-chunks.ts';
import { chatMessages, toolSpecs } from '../shapes/prompt-messages.ts';
import { findJsonObject } from './find-json-object.ts';
import { hexBytes, optionalText, record } from './read-request.ts';

interface Options {
  readonly signal: AbortSignal;
}

const named = z.object({
  provider: z.string().min(1),
  model: z.string().min(1),
});
const refOf = ({ provider, model }: z.output<typeof named>): ModelRef => ({
  provider,
  name: model,
});

export const llmRequest = named.extend({
  completion_params: record.nullish().transform((given) => given ?? {}),
  prompt_messages: z.array(record),
  tools: z.array(record).nullish(),
  tool_choice: z.object({ mode: z.string(), name: z.string().nullish() }).nullish(),
  stop: z.array(z.string()).nullish(),
  stream: z
    .boolean()
    .nullish()
    .transform((stream) => stream ?? true),
});

function chatRequest(asked: z.output<typeof llmRequest>): ChatRequest {
  const tools = toolSpecs(asked.tools ?? []);
  const { mode, name } = asked.tool_choice ?? { mode: 'auto', name: null };
  return {
    messages: chatMessages(asked.prompt_messages),
    parameters: asked.completion_params,
    ...(asked.stop && asked.stop.length > 0 ? { stop: asked.stop } : {}),
    ...(tools.length > 0 && mode !== 'none' ? { tools } : {}),
    ...(tools.length > 0 && mode === 'required' ? { toolChoice: 'required' as const } : {}),
    ...(tools.length > 0 && mode === 'tool' && name ? { toolChoice: { name } } : {}),
  };
}

export async function* answerLlm(
  models: ModelGateway,
  asked: z.output<typeof llmRequest>,
  { signal }: Options,
): AsyncGenerator<unknown> {
  const ref = refOf(asked);
  const model = await models.chat(ref);
  const chunks = model.stream(chatRequest(asked), { signal });
  if (!asked.stream) {
    yield wholeLlmChunk(ref, await all(chunks));
    return;
  }
  const write = createLlmChunkWriter(ref);
  for await (const chunk of chunks) {
    const wire = write(chunk);
    if (wire) yield wire;
  }
}

export const structuredRequest = llmRequest.extend({ structured_output_schema: record });

export async function* answerStructured(
  models: ModelGateway,
  asked: z.output<typeof structuredRequest>,
  { signal }: Options,
): AsyncGenerator<unknown> {
  const ref = refOf(asked);
  const model = await models.chat(ref);
  const schema = asked.structured_output_schema;
  const request = chatRequest(asked);
  const native = model.facts.features.has('structured-output');
  const chunks = await all(
    model.stream(
      native
        ? { ...request, responseFormat: { type: 'schema', name: 'answer', schema } }
        : {
            ...request,
            messages: [{ role: 'system', text: instruction(schema) }, ...request.messages],
          },
      { signal },
    ),
  );
  const text = chunks.map((chunk) => (chunk.type === 'text' ? chunk.text : '')).join('');
  yield { ...wholeLlmChunk(ref, chunks), structured_output: findJsonObject(text) };
}

function instruction(schema: unknown): string {
  return `Answer with one JSON object and nothing else. It follows this JSON Schema:\n${JSON.stringify(schema)}`;
}

async function all(chunks: AsyncIterable<ChatChunk>): Promise<readonly ChatChunk[]> {
  const read: ChatChunk[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

const purpose = z
  .enum(['document', 'query'])
  .nullish()
  .catch('document')
  .transform((type) => type ?? 'document');
export const embeddingRequest = named.extend({
  texts: z.array(z.string()).max(10_000),
  input_type: purpose,
});
/** Our models read texts; a picture is refused rather than passed over. */
const textContent = z
  .object({ content: z.string(), content_type: z.string() })
  .refine(({ content_type: type }) => type === 'text', 'the models here embed and rank texts only')
  .transform(({ content }) => content);
export const multimodalEmbeddingRequest = named
  .extend({ documents: z.array(textContent).max(10_000), input_type: purpose })
  .transform(({ documents, ...rest }) => ({ ...rest, texts: documents }));

export async function answerEmbedding(
  models: ModelGateway,
  asked: z.output<typeof embeddingRequest>,
  { signal }: Options,
): Promise<unknown> {
  const embedder = await models.embedder(refOf(asked));
  const { vectors, usage } = await embedder.embed(asked.texts, {
    signal,
    purpose: asked.input_type,
  });
  return {
    model: asked.model,
    embeddings: vectors.map((vector) => [...vector]),
    usage: {
      tokens: usage.promptTokens,
      total_tokens: usage.totalTokens,
      unit_price: usage.promptUnitPrice,
      price_unit: usage.promptPriceUnit,
      total_price: usage.totalPrice,
      currency: usage.currency,
      latency: usage.latencyMs / 1000,
    },
  };
}

export const rerankRequest = named.extend({
  query: z.string(),
  docs: z.array(z.string()).max(10_000),
  score_threshold: z.number().nullish(),
  top_n: z.int().min(1).nullish(),
});
export const multimodalRerankRequest = rerankRequest.extend({
  query: textContent,
  docs: z.array(textContent).max(10_000),
});

export async function answerRerank(
  models: ModelGateway,
  asked: z.output<typeof rerankRequest>,
  { signal }: Options,
): Promise<unknown> {
  const reranker = await models.reranker(refOf(asked));
  const scores = await reranker.rerank(
    { query: asked.query, documents: asked.docs, top: asked.top_n ?? asked.docs.length },
    { signal },
  );
  const docs = scores
    .filter(({ score }) => asked.score_threshold == null || score >= asked.score_threshold)
    .map(({ index, score }) => ({ index, text: asked.docs[index] ?? '', score }));
  return { model: asked.model, docs };
}

export const speechRequest = named.extend({
  content_text: z.string().max(100_000),
  voice: optionalText,
});

export async function* answerSpeech(
  models: ModelGateway,
  asked: z.output<typeof speechRequest>,
  { signal }: Options,
): AsyncGenerator<unknown> {
  const speaker = await models.textToSpeech(refOf(asked));
  const { mediaType, audio } = await speaker.speak(
    { text: asked.content_text, voice: asked.voice || null },
    { signal },
  );
  for await (const bytes of audio)
    yield { result: Buffer.from(bytes).toString('hex'), mime_type: mediaType };
}

export const transcriptionRequest = named.extend({ file: hexBytes });

export async function answerTranscription(
  models: ModelGateway,
  asked: z.output<typeof transcriptionRequest>,
  { signal }: Options,
): Promise<unknown> {
  const listener = await models.speechToText(refOf(asked));
  const audio = { bytes: asked.file, mediaType: 'audio/mpeg', filename: 'audio.mp3' };
  return { result: await listener.transcribe(audio, { signal }) };
}

export const moderationRequest = named.extend({ text: z.string() });

export async function answerModeration(
  models: ModelGateway,
  asked: z.output<typeof moderationRequest>,
  { signal }: Options,
): Promise<unknown> {
  const moderation = await models.moderation(refOf(asked));
  return { result: (await moderation.moderate(asked.text, { signal })).flagged };
}
