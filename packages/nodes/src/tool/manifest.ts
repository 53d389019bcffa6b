import type { NodeManifest } from '@outpost/contracts';

export const toolManifest: NodeManifest = {
  group: 'tool',
  title: { en: 'Tool', zh: '工具' },
  description: { en: 'Calls a tool of a plugin.', zh: '调用插件提供的工具。' },
  defaults: {
    provider_id: '',
    provider_type: 'builtin',
    tool_name: '',
    tool_parameters: {},
    tool_configurations: {},
    version: '2',
  },
};
