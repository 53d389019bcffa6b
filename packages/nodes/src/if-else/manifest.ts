import type { NodeManifest } from '@outpost/contracts';

export const ifElseManifest: NodeManifest = {
  group: 'logic',
  title: { en: 'If / else', zh: '条件分支' },
  description: {
    en: 'Goes the way of the first case whose conditions hold.',
    zh: '按顺序判断各分支条件，走第一个成立的分支。',
  },
  defaults: { cases: [{ case_id: 'true', logical_operator: 'and', conditions: [] }] },
};
