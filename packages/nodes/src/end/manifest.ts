import type { NodeManifest } from '@outpost/contracts';

export const endManifest: NodeManifest = {
  group: 'output',
  title: { en: 'Output', zh: '结束' },
  description: {
    en: 'What the run gives back, by name.',
    zh: '流程的输出，按名称返回结果。',
  },
  defaults: { outputs: [] },
  modes: ['workflow'],
};
