import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Values } from '@outpost/contracts';
import { renderPlainTemplate } from '../../src/templates/plain-template.ts';

const cases: readonly [what: string, template: string, inputs: Values, output: string | null][] = [
  ['a text prints as it is, not escaped', 'Hi {{ name }}!', { name: '<b>"' }, 'Hi <b>"!'],
  ['spaces inside the braces do not matter', '{{name}}{{  name\n}}', { name: 'x' }, 'xx'],
  ['what is not there prints nothing', '[{{ nope }}]', {}, '[]'],
  ['null prints as None', '{{ a }}', { a: null }, 'None'],
  ['booleans print as in Python', '{{ a }} {{ b }}', { a: true, b: false }, 'True False'],
  [
    'numbers print as in Python',
    '{{ a }} {{ b }} {{ c }}',
    { a: 1.5, b: 3, c: 1e-7 },
    '1.5 3 1e-07',
  ],
  ['lists print as in Python', '{{ a }}', { a: ['x', 1, null, "it's"] }, `['x', 1, None, "it's"]`],
  ['objects print as in Python', '{{ a }}', { a: { k: [true] } }, "{'k': [True]}"],
  ['one line end at the end is dropped', 'x\n\n', {}, 'x\n'],
  ['line ends become \\n', 'a\r\nb\rc', {}, 'a\nb\nc'],
  ['a line end inside a value stays', '{{ a }}', { a: 'x\r\n' }, 'x\r\n'],
  ['single braces are text', '{ "a": 1 } }} {', {}, '{ "a": 1 } }} {'],
  ['an inherited name is not there', '[{{ toString }}]', {}, '[]'],
  ['an input may take the name of a function', '{{ range }}', { range: 5 }, '5'],
  ['a function of every template needs Jinja2', '{{ range }}', {}, null],
  ['a filter needs Jinja2', '{{ a|upper }}', { a: 'x' }, null],
  ['a path needs Jinja2', '{{ a.b }}', { a: { b: 1 } }, null],
  ['a statement needs Jinja2', '{% if a %}x{% endif %}', { a: 1 }, null],
  ['a comment needs Jinja2', 'a{# b #}', {}, null],
  ['a word of the grammar needs Jinja2', '{{ true }}', {}, null],
  ['whitespace control needs Jinja2', 'a {{- b }}', { b: 1 }, null],
  ['three braces need Jinja2', '{{{ a }}}', { a: 1 }, null],
  ['an open tag needs Jinja2', 'a {{ b', { b: 1 }, null],
  ['what Python may find unprintable needs Jinja2', '{{ a }}', { a: ['\u200b'] }, null],
];

for (const [what, template, inputs, output] of cases)
  test(`plain templates: ${what}`, () => {
    assert.equal(renderPlainTemplate(template, inputs), output);
  });

test('a long template is read once', () => {
  const template = '{ {{ a }} '.repeat(50_000);

  assert.equal(renderPlainTemplate(template, { a: 'x' })?.length, '{ x '.length * 50_000);
});
