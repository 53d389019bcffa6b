import type { NodeManifest } from '@outpost/contracts';

export const iterationManifest: NodeManifest = {
  group: 'logic',
  title: { en: 'Iteration', zh: '迭代' },
  description: {
    en: 'Runs its inner steps once for every item of a list.',
    zh: '对列表中的每一项依次执行内部流程。',
  },
  defaults: {
    iterator_selector: [],
    output_selector: [],
    is_parallel: false,
    parallel_nums: 10,
    error_handle_mode: 'terminated',
    flatten_output: true,
  },
};
