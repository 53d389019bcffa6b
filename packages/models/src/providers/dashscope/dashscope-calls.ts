import { AppError } from '@outpost/contracts';
import type { ModelClient } from '../../client.ts';
import { callForJson, callServer, readError, type ServerCaller } from '../../http/call-server.ts';
import { streamBytes } from '../../http/read-body.ts';
import { base64FromBytes } from '../../openai/base64.ts';
import type { OpenaiServer } from '../../openai/openai-server.ts';
import { scoresFrom } from '../../openai/rerank.ts';

/** What DashScope has outside its OpenAI-compatible address: rerank, speech to text, text to speech. */
export function dashscopeCalls({ caller }: OpenaiServer): Partial<ModelClient> {
  const native: ServerCaller = {
    ...caller,
    baseUrl: caller.baseUrl.replace(/\/compatible-mode\/v1$/, ''),
  };
  return {
    async rerank(request, { model, signal }) {
      if (request.documents.length === 0) return [];
      const { query, documents, top } = request;
      const answer = await callForJson(native, {
        model: model.name,
        path: '/api/v1/services/rerank/text-rerank/text-rerank',
        json: {
          model: model.name,
          input: { query, documents },
          parameters: { top_n: top, return_documents: false },
        },
        signal,
      });
      return scoresFrom(answer, request, model.name);
    },
    async transcribe({ bytes, mediaType, language }, { model, signal }) {
      const data = `data:${mediaType};base64,${base64FromBytes(bytes)}`;
      const answer = (await callForJson(caller, {
        model: model.name,
        path: '/chat/completions',
        json: {
          model: model.name,
          messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data } }] }],
          stream: false,
          ...(language === null ? {} : { asr_options: { language } }),
        },
        signal,
      })) as {
        readonly choices?: readonly { readonly message?: { readonly content?: unknown } }[];
      };
      const text = answer.choices?.[0]?.message?.content;
      if (typeof text !== 'string') throw without('text', model.name);
      return text;
    },
    async speak({ text, voice }, { model, signal }) {
      const answer = (await callForJson(native, {
        model: model.name,
        path: '/api/v1/services/aigc/multimodal-generation/generation',
        json: { model: model.name, input: { text, voice: voice ?? 'Cherry' } },
        signal,
      })) as { readonly output?: { readonly audio?: { readonly url?: unknown } | null } | null };
      const url = answer.output?.audio?.url;
      if (typeof url !== 'string') throw without('sound', model.name);
      // The sound lies in an object store that must not see the key.
      const store: ServerCaller = { ...native, headers: {} };
      const response = await callServer(store, {
        model: model.name,
        method: 'GET',
        path: url,
        accept: 'audio/*',
        signal,
      });
      return {
        mediaType: response.headers.get('content-type') ?? 'audio/wav',
        audio: sound(store, response, { model: model.name, signal }),
      };
    },
  };
}

async function* sound(
  caller: ServerCaller,
  response: Response,
  { model, signal }: { readonly model: string; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  try {
    yield* streamBytes(response, { model, limitBytes: caller.limits.responseBytesMax });
  } catch (thrown) {
    throw readError(caller, { model, signal, thrown });
  }
}

function without(what: string, model: string): AppError {
  return new AppError('model_answer_invalid', { details: { model, reason: `it has no ${what}.` } });
}
