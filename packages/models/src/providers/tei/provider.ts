import { openaiFamily } from '../openai-family.ts';

/** One model a server: its address decides between embedding and rerank. */
export const tei = openaiFamily({
  id: 'tei',
  title: { en: 'Text Embeddings Inference', zh: 'Text Embeddings Inference' },
  kinds: ['embedding', 'rerank'],
  baseUrlExample: 'http://127.0.0.1:8080',
  selfHosted: true,
  aliases: ['huggingface-tei', 'text-embeddings-inference'],
  dialect: {
    rerankWire: 'tei',
    embeddingBatchMax: 32,
    embeddingFormat: 'absent',
    paths: { embeddings: '/v1/embeddings', models: '/info' },
  },
});
