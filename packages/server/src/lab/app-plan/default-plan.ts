import type { AppMode, Language } from '@outpost/contracts';
import { readPlan, type Plan } from './plan.ts';

/** The simplest app that a description can mean: one model that is told the description. */
export function defaultPlan(
  description: string,
  mode: Extract<AppMode, 'workflow' | 'advanced-chat'>,
  language: Language,
): Plan {
  const isChat = mode === 'advanced-chat';
  const text = texts[language];
  const plan = readPlan({
    name: nameFrom(description),
    description: description.slice(0, 200),
    type: isChat ? 'chat' : 'workflow',
    inputs: isChat ? [] : [{ name: 'text', label: text.input, type: 'paragraph' }],
    steps: [
      {
        id: 'model',
        do: 'ask_model',
        title: text.model,
        ...(isChat
          ? { prompt: `${text.role}\n\n${description}` }
          : { system: `${text.role}\n\n${description}`, prompt: '{{text}}' }),
      },
    ],
  });
  if (!plan) throw new Error('The default plan can always be read.');
  return plan;
}

/** Which kind of app a description asks for. */
export function modeFor(description: string): 'workflow' | 'advanced-chat' {
  return chatWords.test(description) ? 'advanced-chat' : 'workflow';
}

const chatWords =
  /\b(chat|chatbot|assistant|bot|conversation|support|help ?desk|tutor|q ?& ?a|answers? questions)\b|聊天|对话|助手|客服|问答|机器人|导师|答疑/i;

function nameFrom(description: string): string {
  const [sentence = ''] = description.trim().split(/[\n.。！？!?]/);
  return sentence.length > 40 ? `${sentence.slice(0, 39)}…` : sentence;
}

const texts = {
  en: { input: 'Text', model: 'Model', role: 'You do the following task with care:' },
  zh: { input: '文本', model: '模型', role: '请认真完成以下任务：' },
} as const;
