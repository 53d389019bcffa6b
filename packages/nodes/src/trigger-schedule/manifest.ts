import type { NodeManifest } from '@outpost/contracts';

export const triggerScheduleManifest: NodeManifest = {
  group: 'input',
  title: { en: 'Schedule', zh: '定时触发器' },
  description: { en: 'Starts a run at set times.', zh: '按设定的时间启动流程。' },
  defaults: {
    mode: 'visual',
    frequency: 'daily',
    visual_config: { time: '12:00 AM' },
    timezone: 'UTC',
  },
  modes: ['workflow'],
};
