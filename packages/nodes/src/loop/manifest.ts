import type { NodeManifest } from '@outpost/contracts';

export const loopManifest: NodeManifest = {
  group: 'logic',
  title: { en: 'Loop', zh: '循环' },
  description: {
    en: 'Repeats its inner steps until a condition holds or the count is reached.',
    zh: '重复执行内部流程，直到条件成立或达到次数上限。',
  },
  defaults: {
    loop_count: 10,
    loop_variables: [],
    logical_operator: 'and',
    break_conditions: [],
  },
};
