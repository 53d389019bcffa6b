import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canBeWritten, findReferences, writeReference } from '../../src/editor/references.ts';

const cut = (text: string, ...rest: [Parameters<typeof findReferences>[1], ...never[]]) =>
  findReferences(text, ...rest).map(({ from, to, selector }) => [
    text.slice(from, to),
    selector.join('.'),
  ]);

test('references of a graph’s text are found where they stand, with every part of their path', () => {
  assert.deepEqual(
    cut('To {{#17.user.name#}}: {{#sys.query#}}{{ x }} {{#17#}} {{#a-b.c#}}', 'graph'),
    [
      ['{{#17.user.name#}}', '17.user.name'],
      ['{{#sys.query#}}', 'sys.query'],
    ],
  );
});

test('placeholders count only where the prompt knows them, and stand in order with references', () => {
  const text = '{{#a.b#}} {{#context#}} {{#c.d#}}';

  const found = findReferences(text, 'graph', ['context']);

  assert.deepEqual(
    found.map(({ selector }) => selector.join('.')),
    ['a.b', 'context', 'c.d'],
  );
});

test('prompts of chatbots name variables alone; Jinja2 has no references', () => {
  assert.deepEqual(cut('Hi {{name}}, {{ name }} {{#a.b#}}', 'names'), [['{{name}}', 'name']]);
  assert.deepEqual(cut('{{name}} {{#a.b#}}', 'jinja'), []);
});

test('what is written is found again, and what has no grammar is refused', () => {
  for (const notation of ['graph', 'names'] as const) {
    const selector = notation === 'names' ? ['topic'] : ['llm', 'structured_output', 'title'];
    const [found] = findReferences(writeReference(selector, notation), notation);
    assert.deepEqual(found?.selector, selector);
  }
  assert.deepEqual(
    [canBeWritten(['llm', 'text']), canBeWritten(['a-b', 'text']), canBeWritten(['llm'])],
    [true, false, false],
  );
});
