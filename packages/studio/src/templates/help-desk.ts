import { flowFile } from './app-file.ts';
import { chatModel, modelStep } from './model-step.ts';
import { answerStep, startStep } from './steps.ts';
import type { Template } from './template.ts';

export const helpDesk: Template = {
  id: 'help-desk',
  mode: 'advanced-chat',
  icon: '🩺',
  background: '#FCE7F6',
  group: 'chat',
  title: { en: 'Help desk', zh: '服务台' },
  description: {
    en: 'Sorts each question and answers it in the manner of the right department.',
    zh: '先判断问题类别，再以对应部门的口吻回答。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    const desks = zh
      ? [
          { id: '1', name: '电脑、网络与账号问题', desk: '信息技术', key: 'it' },
          { id: '2', name: '请假、工资与人事制度', desk: '人力资源', key: 'hr' },
          { id: '3', name: '其他问题', desk: '前台', key: 'other' },
        ]
      : [
          { id: '1', name: 'Computers, network and accounts', desk: 'IT', key: 'it' },
          { id: '2', name: 'Leave, pay and staff rules', desk: 'Human Resources', key: 'hr' },
          { id: '3', name: 'Anything else', desk: 'the front desk', key: 'other' },
        ];
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'advanced-chat',
      features: {
        opening_statement: zh ? '你好，请描述你的问题。' : 'Hello, what can we do for you?',
        suggested_questions: zh
          ? ['打印机连不上网怎么办？', '年假怎么申请？']
          : ['My printer is offline.', 'How do I ask for leave?'],
      },
      nodes: [
        startStep(zh ? '开始' : 'Start'),
        {
          id: 'sort',
          type: 'question-classifier',
          title: zh ? '判断类别' : 'Sort',
          data: {
            query_variable_selector: ['sys', 'query'],
            model: chatModel(model, 200),
            classes: desks.map(({ id, name }) => ({ id, name })),
            instruction: '',
            vision: { enabled: false },
          },
        },
        ...desks.map(({ desk, key }) =>
          modelStep(
            { model },
            {
              id: key,
              title: desk,
              system: zh
                ? `你在${desk}部门工作。用简短、可操作的步骤回答；不确定时请对方联系${desk}。`
                : `You work for ${desk}. Answer with short steps that a person can follow. When unsure, ask the person to contact ${desk}.`,
              memoryTurns: 4,
            },
          ),
        ),
        ...desks.map(({ key }) =>
          answerStep(zh ? '回复' : 'Answer', `{{#${key}.text#}}`, `answer-${key}`),
        ),
      ],
      edges: [
        ['start', 'sort'],
        ...desks.flatMap(({ id, key }) => [
          ['sort', key, id] as const,
          [key, `answer-${key}`] as const,
        ]),
      ],
    });
  },
};
