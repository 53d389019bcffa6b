import {
  AppError,
  type ChatChunk,
  type ChatRequest,
  type ModelDeclaration,
  type ModelKind,
  type ModelRef,
} from '@outpost/contracts';
import { z } from 'zod';
import { numberOf, treeOf } from '../declaration/fields.ts';
import { readModel, typeOfKind } from '../declaration/read-models.ts';
import { createLlmChunkReader } from '../shapes/llm-chunks.ts';
import { wireMessages, wireTools } from '../shapes/prompt-messages.ts';
import type { CallContext } from './call-context.ts';
import { reading, type Caller, type CallRequest } from './caller.ts';

export interface ModelTarget {
  /** As the plugin calls it. */
  readonly provider: string;
  /** How the model is known here, for messages and answers. */
  readonly ref: ModelRef;
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** Credentials as a plugin accepted them; it may have changed them, and they are kept so. */
const validated = z.object({
  result: z.literal(true),
  credentials: z.record(z.string(), z.unknown()).nullish(),
});
const vector = z.array(z.number());

export type ModelCalls = ReturnType<typeof createModelCalls>;

export function createModelCalls(caller: Caller) {
  const { plugin } = caller;
  const request = (
    action: string,
    kind: ModelKind,
    { provider, ref, credentials }: ModelTarget,
    fields: Readonly<Record<string, unknown>>,
  ): CallRequest => ({
    type: 'model',
    action,
    provider,
    model: ref,
    fields: { provider, model_type: typeOfKind(kind), model: ref.name, credentials, ...fields },
  });

  return {
    async validateProvider(
      provider: string,
      credentials: Readonly<Record<string, unknown>>,
      context: CallContext,
    ): Promise<Readonly<Record<string, unknown>>> {
      const answer = await caller.single(
        {
          type: 'model',
          action: 'validate_provider_credentials',
          provider,
          fields: { provider, credentials },
        },
        context,
        validated,
      );
      return answer.credentials ?? credentials;
    },

    async validateModel(
      target: ModelTarget,
      kind: ModelKind,
      context: CallContext,
    ): Promise<Readonly<Record<string, unknown>>> {
      const { model: _, ...rest } = request('validate_model_credentials', kind, target, {});
      const answer = await caller.single(rest, context, validated);
      return answer.credentials ?? target.credentials;
    },

    /** What the plugin knows of a model that it was given by name; null when nothing. */
    async facts(
      target: ModelTarget,
      kind: ModelKind,
      context: CallContext,
    ): Promise<ModelDeclaration | null> {
      const { model_schema: schema } = await caller.single(
        request('get_ai_model_schemas', kind, target, {}),
        context,
        z.object({ model_schema: z.record(z.string(), z.unknown()).nullish() }),
      );
      return schema ? readModel(schema, kind) : null;
    },

    async *chat(
      target: ModelTarget,
      asked: ChatRequest,
      context: CallContext,
    ): AsyncGenerator<ChatChunk> {
      const action = 'invoke_llm';
      const reader = createLlmChunkReader(target.ref);
      const chunks = caller.stream(
        request(action, 'chat', target, { ...promptFields(asked), stream: true }),
        context,
      );
      for await (const chunk of chunks) yield* reading(plugin, action, () => reader.read(chunk));
      yield* reader.finish();
    },

    /** For models that take a job and are asked for it again: the answer comes whole. */
    async *chatByPolling(
      target: ModelTarget,
      asked: ChatRequest,
      context: CallContext,
      pause: (ms: number, signal: AbortSignal) => Promise<void>,
    ): AsyncGenerator<ChatChunk> {
      const reader = createLlmChunkReader(target.ref);
      let state = await caller.single(
        request('start_polling', 'chat', target, { ...promptFields(asked), stream: false }),
        context,
        polling,
      );
      while (state.status === 'running') {
        const seconds = Math.min(Math.max(state.next_check_after_seconds ?? 1, 0.1), 60);
        await pause(seconds * 1000, context.signal);
        state = await caller.single(
          request('check_polling', 'chat', target, { plugin_state: state.plugin_state }),
          context,
          polling,
        );
      }
      if (state.status === 'failed')
        throw new AppError('model_call_failed', {
          details: { model: target.ref.name, reason: failureText(state.error) },
        });
      yield* reading(plugin, 'check_polling', () => reader.read(wholeAnswer(state.result)));
      yield* reader.finish();
    },

    async embed(
      target: ModelTarget,
      texts: readonly string[],
      purpose: 'query' | 'document',
      context: CallContext,
    ): Promise<{ readonly vectors: readonly Float32Array[]; readonly tokens: number }> {
      const { embeddings, usage } = await caller.single(
        request('invoke_text_embedding', 'embedding', target, { texts, input_type: purpose }),
        context,
        z.object({ embeddings: z.array(vector).length(texts.length), usage: z.unknown() }),
      );
      return {
        vectors: embeddings.map((numbers) => Float32Array.from(numbers)),
        tokens: numberOf(treeOf(usage)['total_tokens']) ?? numberOf(treeOf(usage)['tokens']) ?? 0,
      };
    },

    /** Texts and pictures in one space; a picture is given in base64. */
    async embedContents(
      target: ModelTarget,
      documents: readonly { readonly content: string; readonly content_type: 'text' | 'image' }[],
      purpose: 'query' | 'document',
      context: CallContext,
    ): Promise<readonly Float32Array[]> {
      const { embeddings } = await caller.single(
        request('invoke_multimodal_embedding', 'embedding', target, {
          documents,
          input_type: purpose,
        }),
        context,
        z.object({ embeddings: z.array(vector).length(documents.length) }),
      );
      return embeddings.map((numbers) => Float32Array.from(numbers));
    },

    async countTokens(
      target: ModelTarget,
      messages: ChatRequest['messages'],
      context: CallContext,
    ): Promise<number> {
      const { num_tokens: count } = await caller.single(
        request('get_llm_num_tokens', 'chat', target, {
          prompt_messages: wireMessages(messages),
          tools: null,
        }),
        context,
        z.object({ num_tokens: z.number() }),
      );
      return count;
    },

    async countTexts(
      target: ModelTarget,
      texts: readonly string[],
      context: CallContext,
    ): Promise<readonly number[]> {
      const { num_tokens: counts } = await caller.single(
        request('get_text_embedding_num_tokens', 'embedding', target, { texts }),
        context,
        z.object({ num_tokens: z.union([z.array(z.number()), z.number().transform((n) => [n])]) }),
      );
      return counts;
    },

    async rerank(
      target: ModelTarget,
      { query, documents, top }: { query: string; documents: readonly string[]; top: number },
      context: CallContext,
    ): Promise<readonly { readonly index: number; readonly score: number }[]> {
      const { docs } = await caller.single(
        request('invoke_rerank', 'rerank', target, {
          query,
          docs: documents,
          score_threshold: null,
          top_n: top,
        }),
        context,
        z.object({
          docs: z.array(
            z.object({
              index: z
                .int()
                .min(0)
                .max(documents.length - 1),
              score: z.number(),
            }),
          ),
        }),
      );
      return docs.toSorted((a, b) => b.score - a.score).slice(0, top);
    },

    async *speak(
      target: ModelTarget,
      { text, voice, tenantId }: { text: string; voice: string; tenantId: string },
      context: CallContext,
    ): AsyncGenerator<{ readonly bytes: Uint8Array; readonly mediaType: string | null }> {
      const action = 'invoke_tts';
      const chunks = caller.stream(
        request(action, 'text-to-speech', target, {
          content_text: text,
          voice,
          tenant_id: tenantId,
        }),
        context,
      );
      for await (const chunk of chunks) {
        const { result, mime_type: type } = reading(plugin, action, () => speech.parse(chunk));
        yield { bytes: Buffer.from(result, 'hex'), mediaType: type ?? null };
      }
    },

    async voices(
      target: ModelTarget,
      language: string | null,
      context: CallContext,
    ): Promise<readonly { readonly id: string; readonly name: string }[]> {
      const { voices } = await caller.single(
        request('get_tts_model_voices', 'text-to-speech', target, { language }),
        context,
        z.object({ voices: z.array(z.object({ name: z.string(), value: z.string() })).nullish() }),
      );
      return (voices ?? []).map(({ name, value }) => ({ id: value, name }));
    },

    async transcribe(
      target: ModelTarget,
      bytes: Uint8Array,
      context: CallContext,
    ): Promise<string> {
      const { result } = await caller.single(
        request('invoke_speech2text', 'speech-to-text', target, {
          file: Buffer.from(bytes).toString('hex'),
        }),
        context,
        z.object({ result: z.string() }),
      );
      return result;
    },

    async moderate(target: ModelTarget, text: string, context: CallContext): Promise<boolean> {
      const { result } = await caller.single(
        request('invoke_moderation', 'moderation', target, { text }),
        context,
        z.object({ result: z.boolean() }),
      );
      return result;
    },
  };
}

function promptFields(asked: ChatRequest): Readonly<Record<string, unknown>> {
  return {
    model_parameters: asked.parameters,
    prompt_messages: wireMessages(asked.messages),
    // These two must be there, also when they say nothing.
    tools: asked.tools && asked.tools.length > 0 ? wireTools(asked.tools) : null,
    stop: asked.stop ?? null,
  };
}

const polling = z.object({
  status: z.enum(['running', 'succeeded', 'failed']),
  plugin_state: z.record(z.string(), z.unknown()).nullish(),
  result: z.unknown(),
  error: z.unknown(),
  next_check_after_seconds: z.number().nullish(),
});

/** A whole answer has its message and usage at the top; a piece has them in `delta`. */
function wholeAnswer(result: unknown): unknown {
  const tree = treeOf(result);
  if ('delta' in tree) return tree;
  return { delta: { message: tree['message'], usage: tree['usage'], finish_reason: 'stop' } };
}

function failureText(error: unknown): string {
  const { message } = treeOf(error);
  return typeof message === 'string' ? message : typeof error === 'string' ? error : 'it failed';
}

const speech = z.object({ result: z.string(), mime_type: z.string().nullish() });
