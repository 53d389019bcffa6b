import type { FileValue } from '@outpost/contracts';

/** A message under construction: files are still references, and stand before the text. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
  readonly files: readonly FileValue[];
  /** An earlier turn: its files may be gone by now. */
  readonly past?: true;
}

/** Files as the model is to see them: in front of the closing user message, or as one of their own. */
export function withFiles(
  messages: readonly PromptMessage[],
  files: readonly FileValue[],
): readonly PromptMessage[] {
  if (files.length === 0) return messages;
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, { role: 'user', text: '', files }];
  return [...messages.slice(0, -1), { ...last, files: [...files, ...last.files] }];
}
