import { flowFile } from './app-file.ts';
import { modelStep } from './model-step.ts';
import { codeStep, endStep, startStep } from './steps.ts';
import type { Template } from './template.ts';

/** Paragraphs together up to the size; a longer paragraph is cut. At most 30, as a list may hold. */
const splitCode = `def main(text: str) -> dict:
    pieces, piece = [], ""
    for paragraph in text.split("\\n"):
        while len(paragraph) > 1500:
            pieces.append(paragraph[:1500])
            paragraph = paragraph[1500:]
        if len(piece) + len(paragraph) > 1500 and piece:
            pieces.append(piece)
            piece = ""
        piece = (piece + "\\n" + paragraph).strip()
    if piece:
        pieces.append(piece)
    return {"pieces": pieces[:30]}
`;
const joinCode = `def main(parts: list) -> dict:
    return {"text": "\\n\\n".join(part for part in parts if part)}
`;

export const longText: Template = {
  id: 'long-text',
  mode: 'workflow',
  icon: '📚',
  background: '#EBE9FE',
  group: 'writing',
  title: { en: 'A long text, piece by piece', zh: '长文分段处理' },
  description: {
    en: 'Cuts a long text into pieces, works on four at a time, and joins the results.',
    zh: '把长文切成小段，四段并行处理，再合并结果。',
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
          { variable: 'text', label: zh ? '长文' : 'Long text' },
          {
            variable: 'task',
            label: zh ? '对每段做什么' : 'What to do with each piece',
            type: 'text-input',
            default: zh ? '用一句话概括' : 'Summarise it in one sentence',
          },
        ]),
        codeStep({
          id: 'split',
          title: zh ? '切分' : 'Cut',
          inputs: { text: 'start.text' },
          code: splitCode,
          outputs: { pieces: 'array[string]' },
        }),
        {
          id: 'each',
          type: 'iteration',
          title: zh ? '逐段处理' : 'Each piece',
          size: { width: 560, height: 220 },
          data: {
            iterator_selector: ['split', 'pieces'],
            output_selector: ['work', 'text'],
            output_type: 'array[string]',
            start_node_id: 'each-start',
            is_parallel: true,
            parallel_nums: 4,
            error_handle_mode: 'remove-abnormal-output',
            width: 560,
            height: 220,
          },
        },
        {
          id: 'each-start',
          type: 'iteration-start',
          title: '',
          parentId: 'each',
          position: { x: 24, y: 90 },
        },
        modelStep(
          { model },
          {
            id: 'work',
            title: zh ? '处理一段' : 'Work on it',
            system: '{{#start.task#}}',
            user: '{{#each.item#}}',
            parentId: 'each',
            position: { x: 160, y: 70 },
          },
        ),
        codeStep({
          id: 'join',
          title: zh ? '合并' : 'Join',
          inputs: { parts: 'each.output' },
          code: joinCode,
          outputs: { text: 'string' },
        }),
        endStep(zh ? '结束' : 'End', { text: 'join.text' }),
      ],
      edges: [
        ['start', 'split'],
        ['split', 'each'],
        ['each-start', 'work'],
        ['each', 'join'],
        ['join', 'end'],
      ],
    });
  },
};
