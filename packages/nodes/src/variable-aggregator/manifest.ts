import type { NodeManifest } from '@outpost/contracts';

export const variableAggregatorManifest: NodeManifest = {
  group: 'logic',
  title: { en: 'Variable aggregator', zh: '变量聚合器' },
  description: {
    en: 'Joins branches: passes on the first of its variables that has a value.',
    zh: '汇合多个分支：输出其中第一个存在的变量。',
  },
  defaults: { output_type: 'string', variables: [] },
};
