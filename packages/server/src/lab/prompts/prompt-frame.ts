import type { GenerateFacts, ImproveFacts } from './prompt-task.ts';

/** A prompt to fill in, made of the description alone. */
export function promptFrame({ description, use, variables, language }: GenerateFacts): string {
  const names = variables.length > 0 ? variables : use === 'text' ? ['text'] : [];
  const { role, roleText, task, input, rules, ruleList, form, formText } = frames[language];
  return [
    `# ${role}\n${roleText}`,
    `# ${task}\n${description}`,
    ...(names.length > 0
      ? [`# ${input}\n${names.map((name) => `${name}: {{${name}}}`).join('\n')}`]
      : []),
    `# ${rules}\n${ruleList.map((rule) => `- ${rule}`).join('\n')}`,
    `# ${form}\n${formText}`,
  ].join('\n\n');
}

/** The prompt with the wish as a rule at its end. */
export function promptWithWish({ prompt, wish, badExample, language }: ImproveFacts): string {
  const { also, avoid } = frames[language];
  const problem = badExample?.problem.trim() ?? '';
  const rules = [wish.trim(), ...(problem === '' ? [] : [`${avoid}${problem}`])];
  return `${prompt.trim()}\n\n# ${also}\n${rules.map((rule) => `- ${rule}`).join('\n')}`;
}

const frames = {
  en: {
    role: 'Role',
    roleText:
      'You are an expert in the task below. You work carefully and say what you do not know.',
    task: 'Task',
    input: 'Input',
    rules: 'Rules',
    ruleList: [
      'Answer in the language of the person you work for.',
      'Keep to what you are given; do not make facts up.',
      'Be brief and clear. No introduction, no repetition.',
    ],
    form: 'Answer',
    formText:
      'Give the result first, then, where it helps, the reasons in at most three sentences.',
    also: 'Also',
    avoid: 'Avoid this: ',
  },
  zh: {
    role: '角色',
    roleText: '你是下述任务的专家，工作认真，不知道的事情会直说。',
    task: '任务',
    input: '输入',
    rules: '规则',
    ruleList: [
      '使用对方的语言回答。',
      '只依据所给内容，不编造事实。',
      '简洁清楚，不要开场白，不要重复。',
    ],
    form: '回答格式',
    formText: '先给出结果，必要时再用不超过三句话说明理由。',
    also: '补充要求',
    avoid: '避免出现：',
  },
} as const;
