import type { NodeManifest } from '@outpost/contracts';

export const agentManifest: NodeManifest = {
  group: 'model',
  title: { en: 'Agent', zh: '智能体' },
  description: {
    en: 'Lets a model choose and call tools until it has an answer.',
    zh: '由模型自主选择并调用工具，直到得出答案。',
  },
  defaults: { agent_strategy_provider_name: '', agent_strategy_name: '', agent_parameters: {} },
};
