import type { ChatRequest } from '@outpost/contracts';
import { textOf } from '../openai/chat-body.ts';

/** The text a request puts before a model, for counting when the server does not. */
export function promptText({ messages, tools = [] }: ChatRequest): string {
  const texts = messages.map((message) =>
    message.role === 'user' ? textOf(message.content) : message.text,
  );
  for (const { name, description, parameters } of tools)
    texts.push(name, description, JSON.stringify(parameters));
  return texts.join('\n');
}

/** Tokens by rule of thumb: one a Chinese, Japanese or Korean character, one for four others. */
export function roughTokens(text: string): number {
  const wide = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return Math.ceil(wide + (text.length - wide) / 4);
}
