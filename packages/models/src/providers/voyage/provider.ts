import { callForJson } from '../../http/call-server.ts';
import { embeddingsFrom } from '../../openai/embeddings.ts';
import { openaiFamily } from '../openai-family.ts';

export const voyage = openaiFamily({
  id: 'voyage',
  title: { en: 'Voyage AI', zh: 'Voyage AI' },
  kinds: ['embedding', 'rerank'],
  baseUrl: 'https://api.voyageai.com/v1',
  catalogue: 'voyage',
  aliases: ['voyageai', 'voyage-ai'],
  dialect: { embeddingBatchMax: 64, rerankWire: 'voyage' },
  extend: ({ caller }) => ({
    async embed(texts, { model, signal, purpose }) {
      const json = { model: model.name, input: texts, input_type: purpose };
      const path = '/embeddings';
      const answer = await callForJson(caller, { model: model.name, path, json, signal });
      return embeddingsFrom(answer, texts.length, model.name);
    },
  }),
});
