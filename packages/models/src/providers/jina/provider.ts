import { callForJson } from '../../http/call-server.ts';
import { embeddingsFrom } from '../../openai/embeddings.ts';
import { openaiFamily } from '../openai-family.ts';

export const jina = openaiFamily({
  id: 'jina',
  title: { en: 'Jina AI', zh: 'Jina AI' },
  kinds: ['embedding', 'rerank'],
  baseUrl: 'https://api.jina.ai/v1',
  catalogue: 'jina',
  aliases: ['jina-ai'],
  dialect: { embeddingBatchMax: 64 },
  extend: ({ caller }) => ({
    async embed(texts, { model, signal, purpose }) {
      // The task tells queries from passages; models before v3 have none and refuse it.
      const known = /v[3-9]/.test(model.name);
      const task = purpose === 'query' ? 'retrieval.query' : 'retrieval.passage';
      const json = { model: model.name, input: texts, ...(known ? { task } : {}) };
      const path = '/embeddings';
      const answer = await callForJson(caller, { model: model.name, path, json, signal });
      return embeddingsFrom(answer, texts.length, model.name);
    },
  }),
});
