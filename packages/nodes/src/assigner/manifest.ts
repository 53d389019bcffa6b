import type { NodeManifest } from '@outpost/contracts';

export const assignerManifest: NodeManifest = {
  group: 'data',
  title: { en: 'Variable assigner', zh: '变量赋值' },
  description: {
    en: 'Changes conversation variables and loop variables.',
    zh: '修改会话变量或循环变量。',
  },
  defaults: { version: '2', items: [] },
};
