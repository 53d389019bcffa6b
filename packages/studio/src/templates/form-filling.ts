import { flowFile } from './app-file.ts';
import { chatModel } from './model-step.ts';
import { endStep, startStep, templateStep } from './steps.ts';
import type { Template } from './template.ts';

export const formFilling: Template = {
  id: 'form-filling',
  mode: 'workflow',
  icon: '🗂️',
  background: '#FEF7C3',
  group: 'data',
  title: { en: 'Fields from a letter', zh: '信件信息提取' },
  description: {
    en: 'Takes sender, date, matter and urgency out of a free text and puts them into a table.',
    zh: '从自由文本中提取来信人、日期、事由和紧急程度，并整理成表格。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    const fields = zh
      ? [
          ['sender', '来信人或单位'],
          ['date', '文中提到的日期'],
          ['matter', '一句话说明事由'],
        ]
      : [
          ['sender', 'Who wrote it'],
          ['date', 'The date that the text names'],
          ['matter', 'The matter in one sentence'],
        ];
    const urgencies = zh ? ['高', '中', '低'] : ['high', 'normal', 'low'];
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'workflow',
      nodes: [
        startStep(zh ? '开始' : 'Start', [
          { variable: 'letter', label: zh ? '来信内容' : 'Letter' },
        ]),
        {
          id: 'extract',
          type: 'parameter-extractor',
          title: zh ? '提取信息' : 'Extract',
          data: {
            query: ['start', 'letter'],
            model: chatModel(model, 500),
            reasoning_mode: 'prompt',
            instruction: '',
            parameters: [
              ...fields.map(([name, description]) => ({
                name,
                description,
                type: 'string',
                required: false,
              })),
              {
                name: 'urgency',
                description: zh ? '紧急程度' : 'How urgent it is',
                type: 'select',
                options: urgencies,
                required: false,
              },
            ],
            vision: { enabled: false },
          },
        },
        templateStep(
          'table',
          zh ? '整理成表' : 'Table',
          [
            zh ? '| 项目 | 内容 |' : '| Field | Value |',
            '| --- | --- |',
            ...(zh
              ? [
                  '| 来信人 | {{ sender }} |',
                  '| 日期 | {{ date }} |',
                  '| 事由 | {{ matter }} |',
                  '| 紧急程度 | {{ urgency }} |',
                ]
              : [
                  '| Sender | {{ sender }} |',
                  '| Date | {{ date }} |',
                  '| Matter | {{ matter }} |',
                  '| Urgency | {{ urgency }} |',
                ]),
          ].join('\n'),
          {
            sender: 'extract.sender',
            date: 'extract.date',
            matter: 'extract.matter',
            urgency: 'extract.urgency',
          },
        ),
        endStep(zh ? '结束' : 'End', { table: 'table.output' }),
      ],
      edges: [
        ['start', 'extract'],
        ['extract', 'table'],
        ['table', 'end'],
      ],
    });
  },
};
