import type { NodeManifest } from '@outpost/contracts';

export const parameterExtractorManifest: NodeManifest = {
  group: 'model',
  title: { en: 'Parameter extractor', zh: '参数提取' },
  description: {
    en: 'Lets a language model read named values out of a text.',
    zh: '由大语言模型从文本中提取指定的参数。',
  },
  defaults: {
    query: [],
    model: { provider: '', name: '', mode: 'chat', completion_params: { temperature: 0.7 } },
    parameters: [],
    instruction: '',
    reasoning_mode: 'prompt',
    vision: { enabled: false },
  },
};
