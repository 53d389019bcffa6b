/** Drafts and improves prompts with a model, and without one where its answer is of no use. */
import type { ChatMessage, ChatModel, PromptEvent, Words } from '@outpost/contracts';
import { promptFrame, promptWithWish } from './prompt-frame.ts';
import {
  generateTask,
  improveMaterial,
  improveTask,
  type GenerateFacts,
  type ImproveFacts,
} from './prompt-task.ts';
import { readPrompt, soundVariables, type ReadPrompt } from './read-prompt.ts';
import { streamText } from './stream-text.ts';
import { createTagReader } from './tag-reader.ts';

export interface WriterTools {
  readonly model: ChatModel;
  readonly signal: AbortSignal;
  readonly tell: (event: PromptEvent) => void;
}

/** Rejects with what the model throws. */
export async function generatePrompt(facts: GenerateFacts, tools: WriterTools): Promise<void> {
  const said = await ask(generateTask(facts), facts.description, tools);
  const read = readPrompt(said, { language: facts.language, given: facts.description });
  if (read) return tellPrompt(tools, { ...read, source: 'model', notice: null });
  const frame = soundVariables(promptFrame(facts));
  return tellPrompt(tools, {
    ...frame,
    explanation: '',
    source: 'template',
    notice: words.generate,
  });
}

/** Rejects with what the model throws. */
export async function improvePrompt(facts: ImproveFacts, tools: WriterTools): Promise<void> {
  const said = await ask(improveTask(facts), improveMaterial(facts), tools);
  const read = readPrompt(said, { language: languageOf(facts), given: facts.prompt });
  if (!read || losesTheRest(facts.prompt, read)) {
    const withWish = soundVariables(promptWithWish(facts));
    return tellPrompt(tools, {
      ...withWish,
      explanation: '',
      source: 'template',
      notice: words.improve,
    });
  }
  const kept = new Set(read.variables.map(({ name }) => name));
  const lost = soundVariables(facts.prompt).variables.filter(({ name }) => !kept.has(name));
  return tellPrompt(tools, {
    ...read,
    source: 'model',
    notice: lost.length === 0 ? null : lostNotice(lost.map(({ name }) => `{{${name}}}`)),
  });
}

/** An improvement that is a fraction of the prompt, or uses none of its variables, is another text. */
function losesTheRest(before: string, { prompt, variables }: ReadPrompt): boolean {
  const had = soundVariables(before).variables;
  const keepsSome = had.some(({ name }) => variables.some((variable) => variable.name === name));
  return prompt.length < before.length * 0.3 || (had.length > 0 && !keepsSome);
}

/** A prompt stays in its own language, whatever the reader's is. */
function languageOf({ prompt, language }: ImproveFacts): ImproveFacts['language'] {
  return language === 'zh' && !/\p{Script=Han}/u.test(prompt) ? 'en' : language;
}

async function ask(task: string, material: string, tools: WriterTools): Promise<string> {
  const messages: readonly ChatMessage[] = [
    { role: 'system', text: task },
    { role: 'user', content: [{ type: 'text', text: material }] },
  ];
  const reader = createTagReader('prompt');
  const tell = (text: string): void => {
    if (text !== '') tools.tell({ type: 'text-delta', text });
  };
  tools.tell({ type: 'progress', step: 'writing' });
  const { text } = await streamText(tools.model, messages, {
    signal: tools.signal,
    onText: (piece) => tell(reader.read(piece)),
  });
  tell(reader.end());
  return text;
}

function tellPrompt(
  { tell }: WriterTools,
  result: Omit<Extract<PromptEvent, { readonly type: 'prompt' }>, 'type'>,
): void {
  tell({ type: 'prompt', ...result });
}

function lostNotice(names: readonly string[]): Words {
  return {
    en: `The improved prompt no longer uses ${names.join(', ')}.`,
    zh: `优化后的提示词不再使用 ${names.join('、')}。`,
  };
}

const words = {
  generate: {
    en: 'The model’s answer could not be used as a prompt, so here is a frame with your description. Fill it in, or try a stronger model.',
    zh: '模型的回答无法用作提示词，因此给出一个包含你的描述的模板。可自行补充，或换用更强的模型。',
  },
  improve: {
    en: 'The model’s answer could not be used, so your wish was added as a rule. A stronger model can rewrite the prompt.',
    zh: '模型的回答无法使用，因此把你的要求作为规则加在末尾。更强的模型可以重写提示词。',
  },
} as const satisfies Record<string, Words>;
