import type { NodeManifest } from '@outpost/contracts';

export const knowledgeRetrievalManifest: NodeManifest = {
  group: 'data',
  title: { en: 'Knowledge retrieval', zh: '知识检索' },
  description: {
    en: 'Finds the passages of a knowledge base that answer a question.',
    zh: '从知识库中检索与问题相关的内容。',
  },
  defaults: {
    query_variable_selector: [],
    dataset_ids: [],
    retrieval_mode: 'multiple',
    multiple_retrieval_config: { top_k: 4, score_threshold: null, reranking_enable: false },
  },
};
