import type { NodeManifest } from '@outpost/contracts';

export const iterationStartManifest: NodeManifest = {
  group: 'logic',
  title: { en: 'Iteration start', zh: '迭代开始' },
  description: { en: 'Where each round of an iteration begins.', zh: '迭代中每一轮的起点。' },
  defaults: {},
};
