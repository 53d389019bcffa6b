/**
 * How a prompt becomes messages (spec/dsl.md 3.4):
 *
 * 1. each item of the template → its text; files it refers to follow as a message of their own;
 * 2. with memory: the history of the conversation;
 * 3. with memory: one user message, the memory's template or the visitor's question;
 * 4. with vision: the chosen files, then those of the retrieved passages, into the closing user message;
 * 5. `finishMessages` drops what the model cannot take.
 *
 * Without memory nothing is added: the template alone is sent.
 */
import {
  selectorsInTemplate,
  textFromValue,
  type FileValue,
  type ModelFacts,
  type NodeContext,
  type Selector,
} from '@outpost/contracts';
import { renderJinjaText, type JinjaVariable } from './jinja-text.ts';
import type { MemoryField } from './model-fields.ts';
import { messagesFromHistory, readHistory } from './prompt-history.ts';
import { withFiles, type PromptMessage } from './prompt-message.ts';
import { renderPromptText, type PromptScope } from './prompt-text.ts';

/** One text of a prompt, in plain or in Jinja2 notation. */
export interface PromptItem {
  readonly role: PromptMessage['role'];
  readonly text: string;
  /** Absent = plain. */
  readonly jinja?: string;
}

/** What every way of building a prompt is given. */
export interface PromptParts {
  readonly scope: PromptScope;
  readonly facts: ModelFacts;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly memory: MemoryField | null;
  readonly jinjaVariables: readonly JinjaVariable[];
  /** The files to look at, in order. */
  readonly files: readonly FileValue[];
  readonly context: NodeContext;
}

export async function buildChatPrompt(
  items: readonly PromptItem[],
  parts: PromptParts,
): Promise<readonly PromptMessage[]> {
  const { scope, facts, parameters, memory, files, context } = parts;
  const messages: PromptMessage[] = [];
  for (const item of items) messages.push(...(await messagesOfItem(item, parts)));
  const question = messagesOfQuestion(memory, scope);
  const said = [...messages, ...question].map(({ text }) => text);
  const history = messagesFromHistory(await readHistory(memory, facts, parameters, said, context));
  return withFiles([...messages, ...history, ...question], files);
}

/** The text of one item, and the files it refers to. */
export async function renderItem(
  { text, jinja }: Omit<PromptItem, 'role'>,
  { scope, jinjaVariables, context }: PromptParts,
): Promise<{ readonly text: string; readonly files: readonly FileValue[] }> {
  if (jinja === undefined) return renderPromptText(text, scope);
  return { text: await renderJinjaText(jinja, jinjaVariables, scope, context), files: [] };
}

/** What memory adds as the question: nothing without memory. */
export function renderQuestion(
  memory: MemoryField | null,
  scope: PromptScope,
): { readonly text: string; readonly files: readonly FileValue[] } {
  if (!memory) return { text: '', files: [] };
  if (memory.queryTemplate !== '') return renderPromptText(memory.queryTemplate, scope);
  return { text: textFromValue(scope.variables.get(query) ?? null), files: [] };
}

/** The selectors that the memory's question reads. */
export function selectorsInQuestion(memory: MemoryField | null): readonly Selector[] {
  if (!memory) return [];
  return memory.queryTemplate === '' ? [query] : selectorsInTemplate(memory.queryTemplate);
}

async function messagesOfItem(
  item: PromptItem,
  parts: PromptParts,
): Promise<readonly PromptMessage[]> {
  return messagesOf(item.role, await renderItem(item, parts));
}

function messagesOfQuestion(
  memory: MemoryField | null,
  scope: PromptScope,
): readonly PromptMessage[] {
  return messagesOf('user', renderQuestion(memory, scope));
}

function messagesOf(
  role: PromptMessage['role'],
  { text, files }: { readonly text: string; readonly files: readonly FileValue[] },
): readonly PromptMessage[] {
  return [
    ...(text === '' ? [] : [{ role, text, files: [] }]),
    ...(files.length === 0 ? [] : [{ role, text: '', files }]),
  ];
}

const query: Selector = ['sys', 'query'];
