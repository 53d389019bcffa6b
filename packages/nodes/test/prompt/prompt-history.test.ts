import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HistoryTurn, ModelFacts } from '@outpost/contracts';
import { createFakeHistory } from '@outpost/contracts/testing';
import { readHistory, textFromHistory } from '../../src/prompt/prompt-history.ts';
import { createNodeContext } from '../support/create-node-context.ts';

// With the fake counter a turn of two texts of 400 characters takes 2 × (100 + 4) = 208 tokens.
const turn = (name: string): HistoryTurn => ({
  query: `${name}?`.padEnd(400),
  answer: `${name}!`.padEnd(400),
  files: [],
});
const facts = (contextTokens: number | null): ModelFacts => ({
  ref: { provider: 'p', name: 'm' },
  mode: 'chat',
  contextTokens,
  outputTokensMax: null,
  features: new Set(),
});

interface Case {
  readonly name: string;
  readonly turns: number;
  readonly window?: number;
  readonly contextTokens: number | null;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly used?: readonly string[];
  readonly kept: number;
}
const cases: readonly Case[] = [
  { name: 'everything fits', turns: 3, contextTokens: 100_000, kept: 3 },
  { name: 'a window of two', turns: 3, window: 2, contextTokens: 100_000, kept: 2 },
  {
    name: 'a window of nothing is no window',
    turns: 3,
    window: 0,
    contextTokens: 100_000,
    kept: 3,
  },
  { name: 'an unknown context leaves 2,000 tokens', turns: 20, contextTokens: null, kept: 9 },
  {
    name: 'the answer keeps its room',
    turns: 20,
    contextTokens: 1000,
    parameters: { max_tokens: 500 },
    kept: 2,
  },
  {
    name: 'a quarter stays free for an answer without limit',
    turns: 20,
    contextTokens: 1000,
    kept: 3,
  },
  {
    name: 'what is said already counts',
    turns: 20,
    contextTokens: 1000,
    parameters: { max_tokens: 500 },
    used: ['x'.repeat(800)],
    kept: 1,
  },
  {
    name: 'nothing fits',
    turns: 20,
    contextTokens: 100,
    parameters: { max_tokens: 200 },
    kept: 0,
  },
];

describe('history keeps the newest turns that fit', () => {
  for (const { name, turns, window, contextTokens, parameters = {}, used = [], kept } of cases)
    test(name, async () => {
      const all = Array.from({ length: turns }, (_, index) => turn(String(index)));
      const context = createNodeContext({
        run: { conversationId: 'c' },
        ports: { history: createFakeHistory(all) },
      });
      const memory = { rolePrefix: null, windowSize: window ?? null, queryTemplate: '' };

      const read = await readHistory(memory, facts(contextTokens), parameters, used, context);

      assert.deepEqual(read, all.slice(turns - kept));
    });
});

test('there is no history outside a conversation', async () => {
  const memory = { rolePrefix: null, windowSize: null, queryTemplate: '' };
  const context = createNodeContext({ ports: { history: createFakeHistory([turn('a')]) } });

  assert.deepEqual(await readHistory(memory, facts(null), {}, [], context), []);
});

test('history as text has a line for each side', () => {
  const turns = [{ query: 'Hi', answer: 'Hello', files: [] }];

  assert.equal(textFromHistory(turns, { user: 'Human', assistant: 'AI' }), 'Human: Hi\nAI: Hello');
  assert.equal(textFromHistory(turns, { user: '', assistant: '' }), 'Hi\nHello');
});
