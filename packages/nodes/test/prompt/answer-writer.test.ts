import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createSeparatingWriter,
  createTaggedWriter,
  withoutReasoning,
  type AnswerReader,
  type AnswerWriter,
} from '../../src/prompt/answer-writer.ts';

type Piece = string | { readonly thought: string } | { readonly media: string };

function write(create: (reader: AnswerReader) => AnswerWriter, pieces: readonly Piece[]) {
  const shown: string[] = [];
  const thought: string[] = [];
  const writer = create({
    text: (piece) => shown.push(piece),
    reasoning: (piece) => thought.push(piece),
  });
  for (const piece of pieces) {
    if (typeof piece === 'string') writer.text(piece);
    else if ('thought' in piece) writer.reasoning(piece.thought);
    else writer.media(piece.media);
  }
  return { ...writer.end(), shown, thought };
}

const separated: readonly {
  readonly name: string;
  readonly pieces: readonly Piece[];
  readonly text: string;
  readonly reasoning: string;
}[] = [
  { name: 'no thinking', pieces: ['a < b', ' and ', 'c'], text: 'a < b and c', reasoning: '' },
  {
    name: 'a block in front',
    pieces: ['<think>\nWhy?\n</think>\n\nBecause.'],
    text: 'Because.',
    reasoning: 'Why?',
  },
  {
    name: 'an empty block',
    pieces: ['<think>\n\n</think>\n\nHi'],
    text: 'Hi',
    reasoning: '',
  },
  {
    name: 'two blocks',
    pieces: ['<think>a</think>x<think>b</think>y'],
    text: 'xy',
    reasoning: 'a\nb',
  },
  {
    name: 'a block that is never closed',
    pieces: ['<think>on and on'],
    text: '',
    reasoning: 'on and on',
  },
  {
    name: 'a tag with attributes in capitals',
    pieces: ['<THINK depth="2">a</THINK>b'],
    text: 'b',
    reasoning: 'a',
  },
  {
    name: 'words that only look like a tag',
    pieces: ['<thinking> is <thin> <', 'think'],
    text: '<thinking> is <thin> <think',
    reasoning: '',
  },
  {
    name: 'a tag that never ends',
    pieces: [`<think ${'x'.repeat(80)}>a`],
    text: `<think ${'x'.repeat(80)}>a`,
    reasoning: '',
  },
  {
    name: 'thinking that comes apart from the text',
    pieces: [{ thought: 'so' }, { thought: ' what' }, 'Hi', { thought: 'more' }, ' there'],
    text: 'Hi there',
    reasoning: 'so what\nmore',
  },
];

describe('with thinking separated', () => {
  for (const { name, pieces, text, reasoning } of separated)
    test(`${name}: text and thinking come apart`, () => {
      const result = write(createSeparatingWriter, pieces);

      assert.deepEqual([result.text, result.reasoning], [text, reasoning]);
      assert.equal(result.shown.join(''), text);
      assert.equal(result.thought.join('').trimEnd(), reasoning);
    });

  test('the result is the same wherever chunks cut the answer', () => {
    const answer = ' <think>one < two</think>\n a <b <think x>three</think> c </think> d<';
    const whole = write(createSeparatingWriter, [answer]);

    for (let size = 1; size < answer.length; size += 1) {
      const pieces = answer.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const cut = write(createSeparatingWriter, pieces);
      assert.deepEqual([cut.text, cut.reasoning], [whole.text, whole.reasoning]);
      assert.equal(cut.shown.join(''), whole.text);
    }
  });

  test('text that cannot be a tag is passed on at once', () => {
    const shown: string[] = [];
    const writer = createSeparatingWriter({ text: (piece) => shown.push(piece), reasoning() {} });

    writer.text('one ');
    writer.text('<two ');
    assert.deepEqual(shown, ['one ', '<two ']);
  });
});

describe('with thinking in the text', () => {
  const cases: readonly { readonly pieces: readonly Piece[]; readonly text: string }[] = [
    { pieces: ['<think>a</think>', 'b'], text: '<think>a</think>b' },
    { pieces: [{ thought: 'a' }, { thought: 'b' }, 'c'], text: '<think>\nab\n</think>\n\nc' },
    { pieces: [{ thought: 'cut off' }], text: '<think>\ncut off\n</think>\n\n' },
    { pieces: ['Look', { media: '![a](b)' }], text: 'Look\n\n![a](b)' },
    { pieces: [{ media: '![a](b)' }, 'See', '?'], text: '![a](b)\n\nSee?' },
    { pieces: ['x', { media: 'a' }, { media: 'b' }], text: 'x\n\na\n\nb' },
  ];
  for (const { pieces, text } of cases)
    test(`${JSON.stringify(pieces)} is shown as it will be kept`, () => {
      const result = write(createTaggedWriter, pieces);

      assert.equal(result.text, text);
      assert.equal(result.shown.join(''), text);
      assert.equal(result.reasoning, '');
    });
});

test('a finished answer can be read without its thinking', () => {
  assert.equal(withoutReasoning('<think>{"a": 1}</think>{"b": 2}'), '{"b": 2}');
});

test('a hundred thousand chunks full of brackets are passed on whole', () => {
  const count = 100_000;
  let shown = 0;
  const writer = createSeparatingWriter({
    text: (piece) => {
      shown += piece.length;
    },
    reasoning() {},
  });

  for (let index = 0; index < count; index += 1) writer.text('word<');
  assert.equal(writer.end().text.length, count * 5);
  assert.equal(shown, count * 5);
});
