import type { NodeManifest } from '@outpost/contracts';

export const loopStartManifest: NodeManifest = {
  group: 'logic',
  title: { en: 'Loop start', zh: '循环开始' },
  description: { en: 'Where each round of a loop begins.', zh: '循环中每一轮的起点。' },
  defaults: {},
};
