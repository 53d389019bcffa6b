import { flowFile } from './app-file.ts';
import { modelStep } from './model-step.ts';
import { endStep, startStep } from './steps.ts';
import type { Template } from './template.ts';

export const summary: Template = {
  id: 'summary',
  mode: 'workflow',
  icon: '📄',
  background: '#E0EAFF',
  group: 'writing',
  title: { en: 'Summary and key points', zh: '摘要与要点' },
  description: {
    en: 'A summary and a list of points, written side by side from one text.',
    zh: '根据一段文字同时生成摘要和要点列表。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'workflow',
      nodes: [
        startStep(zh ? '开始' : 'Start', [{ variable: 'text', label: zh ? '原文' : 'Text' }]),
        modelStep(
          { model },
          {
            id: 'summary',
            title: zh ? '写摘要' : 'Summarise',
            system: zh
              ? '用两到三句话概括用户给出的文字，只写概括。'
              : 'Summarise the text that the user gives in two or three sentences. Write only the summary.',
            user: '{{#start.text#}}',
          },
        ),
        modelStep(
          { model },
          {
            id: 'points',
            title: zh ? '列要点' : 'List the points',
            system: zh
              ? '列出用户给出的文字中最重要的三到五点，每点一行，以“- ”开头。'
              : 'List the three to five most important points of the text that the user gives, one a line, each beginning with “- ”.',
            user: '{{#start.text#}}',
          },
        ),
        endStep(zh ? '结束' : 'End', { summary: 'summary.text', points: 'points.text' }),
      ],
      edges: [
        ['start', 'summary'],
        ['start', 'points'],
        ['summary', 'end'],
        ['points', 'end'],
      ],
    });
  },
};
