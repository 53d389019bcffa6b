import type { NodeManifest } from '@outpost/contracts';

export const triggerPluginManifest: NodeManifest = {
  group: 'input',
  title: { en: 'Plugin event', zh: '插件触发器' },
  description: {
    en: 'Starts a run when a plugin reports an event.',
    zh: '当插件上报事件时启动流程。',
  },
  defaults: { plugin_id: '', provider_id: '', event_name: '', event_parameters: {} },
  modes: ['workflow'],
};
