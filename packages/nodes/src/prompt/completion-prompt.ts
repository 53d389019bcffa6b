import { AppError } from '@outpost/contracts';
import { renderItem, renderQuestion, type PromptItem, type PromptParts } from './chat-prompt.ts';
import { readHistory, textFromHistory } from './prompt-history.ts';
import { withFiles, type PromptMessage } from './prompt-message.ts';

/**
 * The one prompt of a completion model. With memory, history stands where `{{#histories#}}` is, or
 * in front on its own lines, and the memory's question in front of that.
 */
export async function buildCompletionPrompt(
  item: Omit<PromptItem, 'role'>,
  parts: PromptParts,
): Promise<readonly PromptMessage[]> {
  const { scope, facts, parameters, memory, files, context } = parts;
  const template = item.jinja ?? item.text;
  const placed = template.includes(historiesPlace);
  const without = await renderItem(item, withHistories(parts, ''));
  const question = renderQuestion(memory, scope);

  let text = without.text;
  if (memory) {
    if (!memory.rolePrefix)
      throw new AppError('prompt_roles_missing', { details: { node: context.title } });
    const said = [without.text, question.text];
    const turns = await readHistory(memory, facts, parameters, said, context);
    const histories = textFromHistory(turns, memory.rolePrefix);
    if (placed) text = (await renderItem(item, withHistories(parts, histories))).text;
    else if (histories !== '') text = `${histories}\n${text}`;
    if (question.text !== '') text = `${question.text}\n${text}`;
  }

  const message: PromptMessage = { role: 'user', text, files: without.files };
  return withFiles([message], [...files, ...question.files]);
}

function withHistories(parts: PromptParts, historiesText: string): PromptParts {
  return { ...parts, scope: { ...parts.scope, historiesText } };
}

const historiesPlace = '#histories#';
