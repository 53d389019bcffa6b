import type { NodeManifest } from '@outpost/contracts';

export const knowledgeIndexManifest: NodeManifest = {
  group: 'output',
  title: { en: 'Knowledge index', zh: '知识库索引' },
  description: {
    en: 'Where a knowledge pipeline stores its chunks.',
    zh: '知识流水线写入分段的位置。',
  },
  defaults: { index_chunk_variable_selector: [], indexing_technique: 'high_quality' },
  modes: [],
};
