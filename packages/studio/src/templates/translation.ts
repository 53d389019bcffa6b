import { flowFile } from './app-file.ts';
import { modelStep } from './model-step.ts';
import { endStep, startStep } from './steps.ts';
import type { Template } from './template.ts';

export const translation: Template = {
  id: 'translation',
  mode: 'workflow',
  icon: '🌍',
  background: '#D5F5F6',
  group: 'writing',
  title: { en: 'Translation with review', zh: '翻译与校对' },
  description: {
    en: 'Translates, then reads its own translation critically and improves it.',
    zh: '先翻译，再校对自己的译文并改进。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    const languages = zh
      ? ['中文', '英文', '日文', '俄文']
      : ['English', 'Chinese', 'German', 'French'];
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'workflow',
      nodes: [
        startStep(zh ? '开始' : 'Start', [
          { variable: 'text', label: zh ? '原文' : 'Text' },
          {
            variable: 'target',
            label: zh ? '译成' : 'Into',
            type: 'select',
            options: languages,
          },
        ]),
        modelStep(
          { model },
          {
            id: 'draft',
            title: zh ? '初译' : 'Translate',
            system: zh
              ? '把用户给出的文字翻译成{{#start.target#}}，忠实原意，只写译文。'
              : 'Translate the text that the user gives into {{#start.target#}}. Be faithful. Write only the translation.',
            user: '{{#start.text#}}',
            maxTokens: 2000,
          },
        ),
        modelStep(
          { model },
          {
            id: 'review',
            title: zh ? '校对' : 'Review',
            system: zh
              ? '你是{{#start.target#}}编辑。对照原文指出译文中的错译、漏译和生硬之处，每点一行。'
              : 'You are an editor of {{#start.target#}}. Compare the translation with the text and name what is wrong, missing or stiff, one point a line.',
            user: zh
              ? '原文：\n{{#start.text#}}\n\n译文：\n{{#draft.text#}}'
              : 'Text:\n{{#start.text#}}\n\nTranslation:\n{{#draft.text#}}',
          },
        ),
        modelStep(
          { model },
          {
            id: 'final',
            title: zh ? '定稿' : 'Finish',
            system: zh
              ? '根据校对意见改进译文，只写改进后的译文。'
              : 'Improve the translation by the remarks. Write only the improved translation.',
            user: zh
              ? '译文：\n{{#draft.text#}}\n\n意见：\n{{#review.text#}}'
              : 'Translation:\n{{#draft.text#}}\n\nRemarks:\n{{#review.text#}}',
            maxTokens: 2000,
          },
        ),
        endStep(zh ? '结束' : 'End', { translation: 'final.text', remarks: 'review.text' }),
      ],
      edges: [
        ['start', 'draft'],
        ['draft', 'review'],
        ['review', 'final'],
        ['final', 'end'],
      ],
    });
  },
};
