import type { NodeManifest } from '@outpost/contracts';

export const questionClassifierManifest: NodeManifest = {
  group: 'model',
  title: { en: 'Question classifier', zh: '问题分类' },
  description: {
    en: 'Lets a language model sort a text into classes; each class is a way out.',
    zh: '由大语言模型将文本归入某个分类，每个分类对应一条分支。',
  },
  defaults: {
    query_variable_selector: [],
    model: { provider: '', name: '', mode: 'chat', completion_params: { temperature: 0.7 } },
    classes: [
      { id: '1', name: '' },
      { id: '2', name: '' },
    ],
    instruction: '',
    vision: { enabled: false },
  },
};
