import { flowFile } from './app-file.ts';
import { modelStep } from './model-step.ts';
import type { Template } from './template.ts';

/** The first app of an installation: a chat that remembers. */
export const assistant: Template = {
  id: 'assistant',
  mode: 'advanced-chat',
  icon: '💬',
  background: '#E4FBCC',
  group: 'chat',
  title: { en: 'Everyday assistant', zh: '日常助手' },
  description: {
    en: 'A chat that remembers the conversation. A good place to begin.',
    zh: '能记住上下文的对话，适合作为起点。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'advanced-chat',
      features: {
        opening_statement: zh ? '你好！想了解什么？' : 'Hello! What would you like to know?',
        suggested_questions: zh
          ? ['用一句话解释光合作用。', '雨天下午可以做些什么？']
          : ['Explain photosynthesis in one sentence.', 'What can I do on a rainy afternoon?'],
        suggested_questions_after_answer: { enabled: false },
      },
      nodes: [
        { id: 'start', type: 'start', title: zh ? '开始' : 'Start', data: { variables: [] } },
        modelStep(
          { model },
          {
            id: 'model',
            title: zh ? '模型' : 'Model',
            system: zh
              ? '你是一位乐于助人的助手，回答简洁准确。'
              : 'You are a helpful assistant. Answer briefly and exactly.',
            memoryTurns: 6,
          },
        ),
        {
          id: 'answer',
          type: 'answer',
          title: zh ? '回复' : 'Answer',
          data: { answer: '{{#model.text#}}', variables: [] },
        },
      ],
      edges: [
        ['start', 'model'],
        ['model', 'answer'],
      ],
    });
  },
};
