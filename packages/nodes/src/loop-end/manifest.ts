import type { NodeManifest } from '@outpost/contracts';

export const loopEndManifest: NodeManifest = {
  group: 'logic',
  title: { en: 'Exit loop', zh: '退出循环' },
  description: {
    en: 'Ends the loop once the round it stands in is done.',
    zh: '当前轮次完成后结束循环。',
  },
  defaults: {},
};
