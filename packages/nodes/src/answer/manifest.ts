import type { NodeManifest } from '@outpost/contracts';

export const answerManifest: NodeManifest = {
  group: 'output',
  title: { en: 'Answer', zh: '直接回复' },
  description: {
    en: 'What the conversation partner reads, as it comes.',
    zh: '向对话者输出的回复内容，支持流式返回。',
  },
  defaults: { answer: '', variables: [] },
  modes: ['advanced-chat'],
};
