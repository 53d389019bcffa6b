import type { NodeManifest } from '@outpost/contracts';

export const datasourceManifest: NodeManifest = {
  group: 'input',
  title: { en: 'Data source', zh: '数据源' },
  description: {
    en: 'Where a knowledge pipeline gets its documents.',
    zh: '知识流水线的文档来源。',
  },
  defaults: { plugin_id: '', provider_type: 'local_file', datasource_parameters: {} },
  modes: [],
};
