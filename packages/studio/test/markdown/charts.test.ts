import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readChartOptions } from '../../src/markdown/chart-options.ts';
import { spansFromHighlight } from '../../src/markdown/code-spans.ts';
import { formMessage } from '../../src/markdown/form-message.ts';
import type { AnswerForm } from '../../src/markdown/nodes.ts';
import { readRelaxedJson } from '../../src/markdown/relaxed-json.ts';

test('data that was written as JavaScript is read, and nothing of it runs', () => {
  assert.deepEqual(
    readRelaxedJson(`{ a: 'it\\'s', "b": [1, -2.5, .5, 0x10, 1e3,], /* no */ c: { d: true, e: null, }, // end
      f: undefined, 'g h': "\\u4e2d\\n" };`),
    Object.assign(Object.create(null) as object, {
      a: "it's",
      b: [1, -2.5, 0.5, 16, 1000],
      c: Object.assign(Object.create(null) as object, { d: true, e: null }),
      f: undefined,
      'g h': '中\n',
    }),
  );
  for (const source of [
    '(function () { return {}; })()',
    '{ a: alert(1) }',
    '{ a: function () {} }',
    '{ a: () => 1 }',
    '{ a: b }',
    '{ a: `x${1}`, b',
    '{ [a]: 1 }',
    '{ a: 1 } { b: 2 }',
    '[1 2]',
    '{ "a": "open',
    '['.repeat(200),
    '',
  ])
    assert.throws(() => readRelaxedJson(source), SyntaxError, source);
});

test('a name that JavaScript knows is a name like any other', () => {
  const read = readRelaxedJson('{ __proto__: { polluted: true }, constructor: 1 }');

  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  assert.deepEqual(Object.keys(read as object), ['__proto__', 'constructor']);
});

test('a chart keeps what it draws, and loses what leads out of the page', () => {
  const options = readChartOptions(`option = {
    title: { text: 'T', link: 'javascript:alert(1)', subtext: 'S' },
    tooltip: { trigger: 'axis', extraCssText: 'position: fixed', renderMode: 'html' },
    toolbox: { feature: { dataView: { optionToContent: 'x' } } },
    graphic: [{ type: 'image', style: { image: 'https://x.example/a.png' } }],
    series: [{ type: 'line', symbol: 'image://https://x.example/a.png', data: [1, 2], __proto__: { a: 1 } }],
  };`);

  assert.deepEqual(JSON.parse(JSON.stringify(options)), {
    title: { text: 'T', subtext: 'S' },
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true },
    series: [{ type: 'line', symbol: '', data: [1, 2] }],
    animation: false,
    backgroundColor: 'transparent',
  });
  assert.throws(() => readChartOptions('[1]'), SyntaxError);
});

test('what the highlighter writes is read back whole', () => {
  assert.deepEqual(
    spansFromHighlight(
      '<span class="hljs-keyword">if</span> (a &lt; <span class="hljs-string">&quot;<span class="hljs-subst">x &amp;&amp; y</span>&quot;</span>) &#x27;',
    ),
    [
      { look: 'keyword', children: ['if'] },
      ' (a < ',
      { look: 'string', children: ['"', { look: 'plain', children: ['x && y'] }, '"'] },
      ") '",
    ],
  );
});

test('a form is sent as lines or as JSON, with what nobody changed as it was', () => {
  const field = (name: string, kind: string, initial: string | boolean) => ({
    name,
    kind,
    initial,
    label: '',
    placeholder: '',
    options: [],
  });
  const form = {
    type: 'form',
    format: 'text',
    fields: [
      field('name', 'text', ''),
      field('agree', 'checkbox', true),
      field('key', 'hidden', 'k1'),
    ],
    submit: { words: '', look: 'primary' },
  } as unknown as AnswerForm;

  assert.equal(formMessage(form, { name: 'Ada' }), 'name: Ada\nagree: true\nkey: k1');
  assert.equal(
    formMessage({ ...form, format: 'json' }, { name: 'Ada', agree: false }),
    '{"name":"Ada","agree":false,"key":"k1"}',
  );
  const when = formMessage(
    { ...form, fields: [field('at', 'datetime', '')] as unknown as AnswerForm['fields'] },
    { at: '2026-01-10T14:30' },
  );
  assert.match(when, /^at: 2026-01-10T14:30:00\.000[+-]\d\d:\d\d$/);
});
