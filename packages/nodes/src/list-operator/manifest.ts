import type { NodeManifest } from '@outpost/contracts';

export const listOperatorManifest: NodeManifest = {
  group: 'data',
  title: { en: 'List operator', zh: '列表操作' },
  description: {
    en: 'Filters, sorts and cuts a list.',
    zh: '对列表进行过滤、排序和截取。',
  },
  defaults: {
    variable: [],
    filter_by: { enabled: false, conditions: [] },
    extract_by: { enabled: false, serial: '1' },
    order_by: { enabled: false, key: '', value: 'asc' },
    limit: { enabled: false, size: 10 },
  },
};
