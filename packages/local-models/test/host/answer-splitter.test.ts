import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnswerSplitter } from '../../src/host/answer-splitter.ts';
import type { ChatPart } from '../../src/host/loaded-model.ts';

/** What comes of an answer that arrives in pieces of `size` characters; parts of one kind are joined. */
function split(
  answer: string,
  {
    size,
    stop = [],
    tools = false,
    trimEnd = false,
  }: {
    readonly size: number;
    readonly stop?: readonly string[];
    readonly tools?: boolean;
    readonly trimEnd?: boolean;
  },
): { readonly parts: readonly string[]; readonly stopped: boolean } {
  const parts: string[] = [];
  let last = '';
  const onPart = (part: ChatPart): void => {
    const text =
      part.type === 'tool-call' ? `${part.call.name}(${part.call.arguments})` : part.text;
    if (part.type === last) parts.push(`${parts.pop()}${text}`);
    else parts.push(`${part.type}: ${text}`);
    last = part.type === 'tool-call' ? '' : part.type;
  };
  const splitter = createAnswerSplitter({ stop, tools, trimEnd, newId: () => 'id', onPart });
  let stopped = false;
  for (let at = 0; at < answer.length && !stopped; at += size)
    stopped = splitter.push(answer.slice(at, at + size));
  splitter.end();
  return { parts, stopped };
}

for (const size of [1, 2, 5, 100]) {
  test(`thoughts and answer are told apart, ${size} characters at a time`, () => {
    const { parts } = split('<think>\nhm < 3\n</think>\n\nYes, 1 < 2.', { size });

    assert.deepEqual(parts, ['reasoning: \nhm < 3\n', 'text: Yes, 1 < 2.']);
  });

  test(`the answer ends before a stop text, ${size} characters at a time`, () => {
    assert.deepEqual(split('one END two', { size, stop: ['END'] }), {
      parts: ['text: one '],
      stopped: true,
    });
    assert.deepEqual(split('EN is no END', { size, stop: ['ENDE'] }), {
      parts: ['text: EN is no END'],
      stopped: false,
    });
  });

  test(`tool calls are read, ${size} characters at a time`, () => {
    const answer =
      'Let me see.\n<tool_call>\n{"name":"search","arguments":{"q":"x"}}\n</tool_call>\n<tool_call>{"name":"now"}</tool_call>';

    const { parts } = split(answer, { size, tools: true });

    assert.deepEqual(parts, [
      'text: Let me see.\n',
      'tool-call: search({"q":"x"})',
      'text: \n',
      'tool-call: now({})',
    ]);
  });
}

test('what only looks like a call stays text', () => {
  assert.deepEqual(split('<tool_call>no json</tool_call>', { size: 4, tools: true }).parts, [
    'text: no json',
  ]);
  assert.deepEqual(split('<tool_call>{}</tool_call>', { size: 4 }).parts, [
    'text: <tool_call>{}</tool_call>',
  ]);
});

test('a call that the limit of tokens cut off is still given as text', () => {
  assert.deepEqual(split('<tool_call>{"name":"se', { size: 3, tools: true }).parts, [
    'text: {"name":"se',
  ]);
});

test('white space after a JSON answer is left out, that within it stays', () => {
  assert.deepEqual(split('{"a": 1}\n\n\n', { size: 2, trimEnd: true }).parts, ['text: {"a": 1}']);
});
