import { AppError } from '@outpost/contracts';
import type { ModelClient } from '../../client.ts';
import { callForJson } from '../../http/call-server.ts';
import { checkVectors } from '../../openai/embeddings.ts';
import type { OpenaiServer } from '../../openai/openai-server.ts';
import { openaiFamily } from '../openai-family.ts';

export const minimax = openaiFamily({
  id: 'minimax',
  title: { en: 'MiniMax', zh: 'MiniMax' },
  kinds: ['chat', 'embedding', 'text-to-speech'],
  baseUrl: 'https://api.minimaxi.com/v1',
  catalogue: 'minimax',
  openEnded: true,
  dialect: { json: 'object', toolsRequired: 'auto', embeddingBatchMax: 16 },
  voices: [
    { id: 'male-qn-qingse', name: '青涩青年' },
    { id: 'female-shaonv', name: '少女' },
    { id: 'female-yujie', name: '御姐' },
    { id: 'presenter_male', name: '男主持人' },
    { id: 'presenter_female', name: '女主持人' },
  ],
  extend: minimaxCalls,
});

function minimaxCalls({ caller }: OpenaiServer): Partial<ModelClient> {
  return {
    async embed(texts, { model, signal, purpose }) {
      const answer = (await callForJson(caller, {
        model: model.name,
        path: '/embeddings',
        json: { model: model.name, texts, type: purpose === 'query' ? 'query' : 'db' },
        signal,
      })) as {
        readonly vectors?: readonly (readonly number[])[] | null;
        readonly total_tokens?: number;
      };
      const vectors = (answer.vectors ?? []).map((vector) => Float32Array.from(vector));
      checkVectors(vectors, texts.length, model.name);
      return { vectors, promptTokens: answer.total_tokens ?? null };
    },
    async speak({ text, voice }, { model, signal }) {
      const answer = (await callForJson(caller, {
        model: model.name,
        path: '/t2a_v2',
        json: {
          model: model.name,
          text,
          stream: false,
          voice_setting: { voice_id: voice ?? 'male-qn-qingse' },
          audio_setting: { format: 'mp3' },
        },
        signal,
      })) as { readonly data?: { readonly audio?: unknown } | null };
      const hex = answer.data?.audio;
      if (typeof hex !== 'string' || hex === '') {
        const details = { model: model.name, reason: 'it has no sound.' };
        throw new AppError('model_answer_invalid', { details });
      }
      return { mediaType: 'audio/mpeg', audio: once(bytesFromHex(hex)) };
    },
  };
}

function bytesFromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
