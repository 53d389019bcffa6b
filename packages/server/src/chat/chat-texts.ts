/** Small texts around a conversation that a model writes: its title, and what may be asked next. */
import type { AppDocument, ModelRef } from '@outpost/contracts';
import type { ModelDirectory } from '@outpost/models';
import type { Message, Store } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import type { WorkspaceModels } from '../models/model-settings.ts';
import { nameFrom } from './conversation-name.ts';

export interface ChatTextsOptions {
  readonly store: Store;
  readonly modelsOf: (workspaceId: string) => ModelDirectory;
  readonly settingsOf: WorkspaceModels['settings'];
  readonly report: (error: unknown, what: string) => void;
}

export type ChatTexts = ReturnType<typeof createChatTexts>;

const writeMs = 30_000;
const charactersMax = 4000;
const questionsMax = 3;

export function createChatTexts({ store, modelsOf, settingsOf, report }: ChatTextsOptions) {
  async function write(runnable: Runnable, task: string, material: string): Promise<string> {
    const { app, document } = runnable;
    const settings = await settingsOf(app.workspaceId);
    const ref = settings.defaults?.chat ?? modelOf(document);
    if (!ref) return '';
    const model = await modelsOf(app.workspaceId).chat(ref);
    const request = {
      messages: [
        { role: 'system', text: task },
        { role: 'user', content: [{ type: 'text', text: material }] },
      ],
      parameters: { temperature: 0.3, max_tokens: 300 },
    } as const;
    const pieces: string[] = [];
    for await (const chunk of model.stream(request, { signal: AbortSignal.timeout(writeMs) }))
      if (chunk.type === 'text') pieces.push(chunk.text);
    return pieces.join('').trim();
  }

  return {
    /** Up to three questions that may follow a message; none when no model can write them. */
    async nextQuestions(runnable: Runnable, message: Message): Promise<readonly string[]> {
      try {
        const turns =
          message.conversationId === null
            ? [message]
            : await store.messages.turns(message.conversationId, 3);
        const material = turns
          .map(({ query, answer }) => `Question: ${query}\nAnswer: ${answer}`)
          .join('\n\n')
          .slice(-charactersMax);
        const questions = questionsIn(await write(runnable, questionsTask, material));
        if (questions.length > 0)
          await store.messages.update(message.id, { suggestedQuestions: questions });
        return questions;
      } catch (error) {
        report(error, `No questions could be suggested after the message ${message.id}`);
        return [];
      }
    },

    /** A title from the first turn; the question itself when no model can write one. */
    async titleOf(runnable: Runnable, first: Message): Promise<string> {
      try {
        const material = `Question: ${first.query}\nAnswer: ${first.answer}`.slice(
          0,
          charactersMax,
        );
        const [line = ''] = (await write(runnable, titleTask, material)).split('\n');
        const title = line.replace(/^["'“「《#\s]+|["'”」》.。\s]+$/g, '');
        return nameFrom(title === '' ? first.query : title);
      } catch (error) {
        report(error, `No title could be written for the conversation ${first.conversationId}`);
        return nameFrom(first.query);
      }
    },
  };
}

const questionsTask = `You read the latest turns of a conversation. Write ${questionsMax} short questions that the person who asks may want to ask next, from their point of view and in their language, at most 20 words each. Answer with a JSON array of strings and nothing else.`;
const titleTask =
  'You read the first turn of a conversation. Write a title for it in the language of the question: at most eight words, no quotation marks, no full stop. Answer with the title and nothing else.';

/** The model of a classic app, or of the first node of a graph that names one. */
function modelOf({ classic, graph }: AppDocument): ModelRef | null {
  const candidates = [classic?.['model'], ...graph.nodes.map(({ config }) => config['model'])];
  for (const candidate of candidates) {
    const { provider, name } = (candidate ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof provider === 'string' && typeof name === 'string' && name !== '')
      return { provider, name };
  }
  return null;
}

/** Models wrap the array in words or write a list instead. */
function questionsIn(text: string): readonly string[] {
  const start = text.indexOf('[');
  const end = text.lastIndexOf(']');
  let found: unknown = null;
  if (start >= 0 && end > start)
    try {
      found = JSON.parse(text.slice(start, end + 1)) as unknown;
    } catch {
      // Not JSON after all: read as lines.
    }
  const lines = Array.isArray(found)
    ? found
    : text.split('\n').filter((line) => /^\s*([-*•]|\d+[.)、])/.test(line));
  return lines
    .filter((line): line is string => typeof line === 'string')
    .map((line) => line.replace(/^\s*([-*•]|\d+[.)、])\s*/, '').trim())
    .filter((line) => line !== '')
    .slice(0, questionsMax);
}
