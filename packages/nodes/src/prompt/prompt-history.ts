import type { HistoryTurn, ModelFacts, NodeContext, TokenCounter } from '@outpost/contracts';
import type { MemoryField } from './model-fields.ts';
import type { PromptMessage } from './prompt-message.ts';

/**
 * The earlier turns that a prompt may carry, oldest first: those in the memory's window, without
 * the oldest ones that do not fit beside `used` texts and the answer. None outside a conversation.
 */
export async function readHistory(
  memory: MemoryField | null,
  facts: ModelFacts,
  parameters: Readonly<Record<string, unknown>>,
  used: readonly string[],
  { run, ports }: NodeContext,
): Promise<readonly HistoryTurn[]> {
  if (!memory || run.conversationId === null) return [];
  const turnsWanted =
    memory.windowSize !== null && memory.windowSize > 0 ? memory.windowSize : turnsMax;
  const turns = await ports.history.turns(run.conversationId, Math.min(turnsWanted, turnsMax));
  return turnsWithin(historyTokens(facts, parameters, used, ports.tokens), turns, ports.tokens);
}

/** The newest turns that fit into so many tokens. A turn is kept or dropped as a whole. */
function turnsWithin(
  tokensMax: number,
  turns: readonly HistoryTurn[],
  tokens: TokenCounter,
): readonly HistoryTurn[] {
  let left = tokensMax;
  let first = turns.length;
  for (const turn of turns.toReversed()) {
    left -= tokens.count(turn.query) + tokens.count(turn.answer) + 2 * tokensPerMessage;
    if (left < 0) break;
    first -= 1;
  }
  return turns.slice(first);
}

/** Tokens left for history: the model's window without the answer and without what is already said. */
function historyTokens(
  facts: ModelFacts,
  parameters: Readonly<Record<string, unknown>>,
  used: readonly string[],
  tokens: TokenCounter,
): number {
  if (facts.contextTokens === null) return tokensWithoutFacts;
  const spent = used.reduce((sum, text) => sum + tokens.count(text) + tokensPerMessage, 0);
  return facts.contextTokens - answerTokens(facts, facts.contextTokens, parameters) - spent;
}

/** Without a stated limit a quarter of the window stays free, so that a long talk leaves room to answer. */
function answerTokens(
  { outputTokensMax }: ModelFacts,
  contextTokens: number,
  parameters: Readonly<Record<string, unknown>>,
): number {
  for (const name of limitNames) {
    const limit = parameters[name];
    if (typeof limit === 'number' && limit > 0) return limit;
  }
  return Math.min(outputTokensMax ?? Infinity, Math.floor(contextTokens / 4));
}

/** History as the messages of a chat prompt. */
export function messagesFromHistory(turns: readonly HistoryTurn[]): readonly PromptMessage[] {
  return turns.flatMap(({ query, answer, files }): readonly PromptMessage[] => [
    { role: 'user', text: query, files, past: true },
    { role: 'assistant', text: answer, files: [] },
  ]);
}

/** History as lines of text, `<prefix>: <text>`. */
export function textFromHistory(
  turns: readonly HistoryTurn[],
  prefix: { readonly user: string; readonly assistant: string },
): string {
  const line = (name: string, text: string): string => (name === '' ? text : `${name}: ${text}`);
  return turns
    .flatMap(({ query, answer }) => [line(prefix.user, query), line(prefix.assistant, answer)])
    .join('\n');
}

const turnsMax = 500;
const tokensWithoutFacts = 2000;
/** What a chat template adds around a message, roughly. */
const tokensPerMessage = 4;
const limitNames = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_new_tokens'];
