import type { NodeManifest } from '@outpost/contracts';

export const startManifest: NodeManifest = {
  group: 'input',
  title: { en: 'Start', zh: '开始' },
  description: {
    en: 'Where a run begins, and what it asks for.',
    zh: '流程的起点，定义运行所需的输入。',
  },
  defaults: { variables: [] },
};
