import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block, Inline } from '../../src/markdown/nodes.ts';
import { createAnswerParser, parseAnswer } from '../../src/markdown/parse-answer.ts';

const parse = (text: string): readonly Block[] => parseAnswer(text, { writing: false });
const text = (words: string): Inline => ({ type: 'text', text: words });
const paragraph = (...children: Inline[]): Block => ({ type: 'paragraph', children });
const styled = (tag: string, style: object, ...children: Inline[]) => ({
  type: 'styled',
  tag,
  style,
  children,
});
const only = (source: string): Inline | undefined => {
  const [block] = parse(source);
  return block?.type === 'paragraph' ? block.children[0] : undefined;
};

test('Markdown becomes headings, lists, tables, code and quotes', () => {
  const blocks = parse(
    '# Title\n\n- [x] done\n- open\n\n| a | b |\n| :- | -: |\n| 1 | **2** |\n\n```ts\nlet a;\n```\n\n> said\n\n---',
  );

  assert.deepEqual(
    blocks.map(({ type }) => type),
    ['heading', 'list', 'table', 'code', 'quote', 'rule'],
  );
  assert.deepEqual(blocks[2], {
    type: 'table',
    align: ['left', 'right'],
    head: [cell(text('a')), cell(text('b'))],
    rows: [[cell(text('1')), cell(styled('strong', {}, text('2')) as Inline)]],
  });
  assert.deepEqual(blocks[3], { type: 'code', text: 'let a;', language: 'ts', closed: true });
});

function cell(...children: Inline[]) {
  return { children, columns: 1, rows: 1 };
}

test('a line end in a paragraph is one', () => {
  assert.deepEqual(parse('one\ntwo'), [paragraph(text('one'), { type: 'break' }, text('two'))]);
});

test('coloured words, sizes and centred blocks are shown as app makers write them', () => {
  assert.deepEqual(
    only('<span style="color: orange; position: fixed">gold</span>'),
    styled('span', { color: 'orange' }, text('gold')),
  );
  assert.deepEqual(
    only('<font color=red size=4>x</font>'),
    styled('span', { color: 'red', fontSize: '1.15em' }, text('x')),
  );
  assert.deepEqual(parse('<div align="center">\n\n**x**\n\n</div>'), [
    {
      type: 'box',
      style: { textAlign: 'center' },
      children: [paragraph(styled('strong', {}, text('x')) as Inline)],
    },
  ]);
});

test('Markdown between tags of HTML is Markdown', () => {
  assert.deepEqual(parse('<details>\n<summary>More</summary>\n\n- a\n\n</details>\n\nafter'), [
    {
      type: 'details',
      summary: [text('More')],
      open: false,
      children: [
        { type: 'list', start: null, items: [{ checked: null, children: [paragraph(text('a'))] }] },
      ],
    },
    paragraph(text('after')),
  ]);
});

test('a tag that does not exist is the text that it was written as', () => {
  assert.deepEqual(parse('Use <your-key> and List<String> here'), [
    paragraph(text('Use '), text('<your-key>'), text(' and List'), text('<String>'), text(' here')),
  ]);
});

test('a quick reply says its message, or opens its address', () => {
  assert.deepEqual(
    only('<button data-size="small" data-variant="primary" data-message="#new">New game</button>'),
    {
      type: 'reply',
      words: 'New game',
      message: '#new',
      href: null,
      look: 'primary',
    },
  );
  assert.equal(
    (only('<button data-link="https://a.example">x</button>') as { href: string }).href,
    'https://a.example',
  );
});

test('a form has its fields with labels, options and first values', () => {
  const [form] = parse(
    `<form data-format="json">
  <label for="name">Your name:</label>
  <input type="text" name="name" placeholder="Ada" />
  <input type="select" name="city" data-options='["Paris","北京"]' value="北京"/>
  <input type="checkbox" name="agree" data-tip="I agree" checked/>
  <textarea name="words">Hello</textarea>
  <input type="text" name="1bad" />
  <button data-variant="primary">Send</button>
</form>`,
  );

  assert.deepEqual(form, {
    type: 'form',
    format: 'json',
    fields: [
      field('name', 'text', { label: 'Your name:', placeholder: 'Ada' }),
      field('city', 'select', { options: ['Paris', '北京'], initial: '北京' }),
      field('agree', 'checkbox', { label: 'I agree', initial: true }),
      field('words', 'textarea', { initial: 'Hello' }),
    ],
    submit: { words: 'Send', look: 'primary' },
  });
});

function field(name: string, kind: string, rest: object) {
  return { name, kind, label: '', placeholder: '', options: [], initial: '', ...rest };
}

test('formulas stand in a line or alone, and prices are none', () => {
  assert.deepEqual(parse('$$\na^2\n$$'), [{ type: 'math', text: 'a^2' }]);
  assert.deepEqual(parse('\\[ x \\]'), [{ type: 'math', text: 'x' }]);
  assert.deepEqual(only('$a_1*b*c$'), { type: 'math', text: 'a_1*b*c', display: false });
  assert.deepEqual(only('\\(a\\)'), { type: 'math', text: 'a', display: false });
  assert.deepEqual(parse('It costs $5 or $6, `$a$`.'), [
    paragraph(text('It costs $5 or $6, '), { type: 'code', text: '$a$' }, text('.')),
  ]);
});

test('files of this installation are shown, others are only named', () => {
  const file = '/files/00000000-0000-4000-8000-000000000001/content?expires=1&signature=abc_-';
  const media = (source: string) =>
    only(source) as { source: unknown; elsewhere: unknown; kind: unknown };

  assert.deepEqual(media(`![a](${file})`).source, file);
  assert.deepEqual(media(`![a](http://10.0.0.1:8480/ai${file})`).source, null);
  assert.deepEqual(media(`![a](http://10.0.0.1:8480${file})`).source, file);
  assert.deepEqual(
    [
      media('![a](https://x.example/a.png)').source,
      media('![a](https://x.example/a.png)').elsewhere,
    ],
    [null, 'https://x.example/a.png'],
  );
  assert.equal(media('![a](https://x.example/a.mp4)').kind, 'video');
  assert.equal(
    media('![a](data:image/png;base64,iVBORw0KGgo=)').source,
    'data:image/png;base64,iVBORw0KGgo=',
  );
});

test('what a model thinks is kept apart from what it says', () => {
  const shape = (source: string, writing = false) =>
    parseAnswer(source, { writing }).map((block) =>
      block.type === 'thinking' ? ['thinking', block.closed] : block.type,
    );

  assert.deepEqual(shape('<think>\nhm\n\nhm\n</think>\n\nYes'), [['thinking', true], 'paragraph']);
  assert.deepEqual(shape('<think>hm', true), [['thinking', false]]);
  assert.deepEqual(shape('hm</think>Yes'), [['thinking', true], 'paragraph']);
  assert.deepEqual(shape('```\n<think>\n```'), ['code']);
});

test('an answer that grows is read to the same nodes as one read at once', () => {
  const answer =
    '<think>\nhm **hm**\n</think>\n\n# A\n\n- a\n\n  b\n- c\n\ntext $a$ and `b`\n\n<details>\n<summary>x</summary>\n\n| a |\n| - |\n| 1 |\n\n</details>\n\n```js\nlet a;\n\nlet b;\n```\n\n1. one\n2. two\n\n> said\n> more\n\nTitle\n---\n\nend';
  const parseGrowing = createAnswerParser();
  for (let length = 0; length <= answer.length; length += 1) {
    const soFar = answer.slice(0, length);
    const grown = parseGrowing(soFar, { writing: true });

    assert.deepEqual(
      grown,
      parseAnswer(soFar, { writing: true }),
      JSON.stringify(soFar.slice(-30)),
    );
  }
});
