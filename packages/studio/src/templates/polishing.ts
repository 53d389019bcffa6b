import { flowFile } from './app-file.ts';
import { modelStep } from './model-step.ts';
import { codeStep, endStep, startStep } from './steps.ts';
import type { Template } from './template.ts';

/** The first number of the judgement; nothing readable counts as a poor mark, so that the loop goes on. */
const markCode = `import re


def main(judgement: str) -> dict:
    found = re.search(r"\\d+", judgement or "")
    return {"mark": min(10, int(found.group())) if found else 0}
`;

export const polishing: Template = {
  id: 'polishing',
  mode: 'workflow',
  icon: '🎯',
  background: '#FFEAD5',
  group: 'writing',
  title: { en: 'Write, judge, improve', zh: '写作、评分、改进' },
  description: {
    en: 'Writes a text, gives itself a mark, and improves it up to three times until it is good.',
    zh: '先写一稿，自行评分，不够好就继续改，最多三轮。',
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
        startStep(zh ? '开始' : 'Start', [
          { variable: 'wish', label: zh ? '想写什么' : 'What to write' },
        ]),
        {
          id: 'rounds',
          type: 'loop',
          title: zh ? '反复打磨' : 'Rounds',
          size: { width: 1260, height: 240 },
          data: {
            loop_count: 3,
            logical_operator: 'and',
            break_conditions: [
              {
                id: 'good',
                variable_selector: ['mark', 'mark'],
                comparison_operator: '≥',
                value: '8',
                varType: 'number',
              },
            ],
            loop_variables: [
              { id: 'v1', label: 'text', var_type: 'string', value_type: 'constant', value: '' },
            ],
            start_node_id: 'rounds-start',
            outputs: {},
            width: 1260,
            height: 240,
          },
        },
        {
          id: 'rounds-start',
          type: 'loop-start',
          title: '',
          parentId: 'rounds',
          position: { x: 24, y: 100 },
        },
        modelStep(
          { model },
          {
            id: 'write',
            title: zh ? '写' : 'Write',
            system: zh
              ? '你是一位作者。若已有稿件，请在其基础上改进；否则写一稿。只写正文。'
              : 'You are a writer. If there is a draft, improve it; otherwise write one. Write only the text.',
            user: zh
              ? '要求：{{#start.wish#}}\n\n现有稿件：\n{{#rounds.text#}}'
              : 'Wish: {{#start.wish#}}\n\nDraft so far:\n{{#rounds.text#}}',
            parentId: 'rounds',
            position: { x: 140, y: 80 },
          },
        ),
        {
          id: 'keep',
          type: 'assigner',
          title: zh ? '保存稿件' : 'Keep it',
          parentId: 'rounds',
          position: { x: 440, y: 80 },
          data: {
            version: '2',
            items: [
              {
                variable_selector: ['rounds', 'text'],
                input_type: 'variable',
                operation: 'over-write',
                value: ['write', 'text'],
              },
            ],
          },
        },
        modelStep(
          { model },
          {
            id: 'judge',
            title: zh ? '评分' : 'Judge',
            system: zh
              ? '按是否满足要求给稿件打 1 到 10 分，只回答一个数字。'
              : 'Mark from 1 to 10 how well the text meets the wish. Answer with one number only.',
            user: zh
              ? '要求：{{#start.wish#}}\n\n稿件：\n{{#write.text#}}'
              : 'Wish: {{#start.wish#}}\n\nText:\n{{#write.text#}}',
            maxTokens: 20,
            parentId: 'rounds',
            position: { x: 700, y: 80 },
          },
        ),
        {
          ...codeStep({
            id: 'mark',
            title: zh ? '读分数' : 'Read the mark',
            inputs: { judgement: 'judge.text' },
            code: markCode,
            outputs: { mark: 'number' },
          }),
          parentId: 'rounds',
          position: { x: 980, y: 80 },
        },
        endStep(zh ? '结束' : 'End', { text: 'rounds.text', rounds: 'rounds.loop_round' }),
      ],
      edges: [
        ['start', 'rounds'],
        ['rounds-start', 'write'],
        ['write', 'keep'],
        ['keep', 'judge'],
        ['judge', 'mark'],
        ['rounds', 'end'],
      ],
    });
  },
};
