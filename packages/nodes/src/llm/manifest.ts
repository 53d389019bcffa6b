import type { NodeManifest } from '@outpost/contracts';

export const llmManifest: NodeManifest = {
  group: 'model',
  title: { en: 'LLM', zh: '大模型' },
  description: {
    en: 'Asks a language model and streams its answer.',
    zh: '向大语言模型提问，并流式返回回答。',
  },
  defaults: {
    model: { provider: '', name: '', mode: 'chat', completion_params: { temperature: 0.7 } },
    prompt_template: [{ role: 'system', text: '' }],
    context: { enabled: false, variable_selector: [] },
    vision: { enabled: false },
  },
};
