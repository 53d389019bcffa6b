import { flowFile } from './app-file.ts';
import { chatModel, modelStep } from './model-step.ts';
import { answerStep, startStep } from './steps.ts';
import type { Template } from './template.ts';

export const reception: Template = {
  id: 'reception',
  mode: 'advanced-chat',
  icon: '🔔',
  background: '#E9EDF2',
  group: 'chat',
  title: { en: 'Reception that remembers', zh: '会记事的前台' },
  description: {
    en: 'Asks for the visitor’s name once, remembers it in a conversation variable, and goes on from there.',
    zh: '首次询问访客姓名并存入会话变量，之后的对话都会记得。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    const nameIsKnown = {
      case_id: 'true',
      logical_operator: 'and',
      conditions: [
        {
          id: 'known',
          variable_selector: ['conversation', 'visitor'],
          comparison_operator: 'not empty',
          value: '',
          varType: 'string',
        },
      ],
    };
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'advanced-chat',
      features: {
        opening_statement: zh ? '欢迎！请问怎么称呼您？' : 'Welcome! What is your name, please?',
      },
      conversationVariables: [
        {
          id: '7d3c0a52-57b1-4c39-9d57-7f2b8d1f4a10',
          name: 'visitor',
          value_type: 'string',
          value: '',
          description: zh ? '访客姓名' : 'The visitor’s name',
        },
      ],
      nodes: [
        startStep(zh ? '开始' : 'Start'),
        {
          id: 'known',
          type: 'if-else',
          title: zh ? '知道姓名？' : 'Name known?',
          data: { cases: [nameIsKnown] },
        },
        modelStep(
          { model },
          {
            id: 'talk',
            title: zh ? '交谈' : 'Talk',
            system: zh
              ? '你是前台。访客名叫{{#conversation.visitor#}}，请称呼其姓名，礼貌简短地帮助对方。'
              : 'You are at the reception. The visitor is called {{#conversation.visitor#}}: use the name, be polite and brief.',
            memoryTurns: 6,
          },
        ),
        {
          id: 'listen',
          type: 'parameter-extractor',
          title: zh ? '听出姓名' : 'Hear the name',
          data: {
            query: ['sys', 'query'],
            model: chatModel(model, 200),
            reasoning_mode: 'prompt',
            instruction: '',
            parameters: [
              {
                name: 'name',
                type: 'string',
                required: false,
                description: zh
                  ? '访客的姓名，没有则留空'
                  : 'The visitor’s name, empty if none is said',
              },
            ],
            vision: { enabled: false },
          },
        },
        {
          id: 'remember',
          type: 'assigner',
          title: zh ? '记住' : 'Remember',
          data: {
            version: '2',
            items: [
              {
                variable_selector: ['conversation', 'visitor'],
                input_type: 'variable',
                operation: 'over-write',
                value: ['listen', 'name'],
              },
            ],
          },
        },
        answerStep(zh ? '回复' : 'Answer', '{{#talk.text#}}', 'answer-talk'),
        answerStep(
          zh ? '问候' : 'Greet',
          zh
            ? '{{#conversation.visitor#}}您好，请问有什么可以帮您？'
            : 'Good day {{#conversation.visitor#}}, what can I do for you?',
          'answer-greet',
        ),
      ],
      edges: [
        ['start', 'known'],
        ['known', 'talk', 'true'],
        ['known', 'listen', 'false'],
        ['talk', 'answer-talk'],
        ['listen', 'remember'],
        ['remember', 'answer-greet'],
      ],
    });
  },
};
