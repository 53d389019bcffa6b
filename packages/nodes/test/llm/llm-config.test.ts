import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { llm } from '../../src/llm/index.ts';
import { nodeKinds } from '../../src/index.ts';

const published = JSON.parse(
  readFileSync(new URL('../fixtures/model-nodes.json', import.meta.url), 'utf8'),
) as readonly { readonly type: string }[];

describe('published app files are understood', () => {
  for (const [index, node] of published.entries())
    test(`${node.type} ${index + 1} can be read, checked and drawn`, () => {
      const kind = nodeKinds.find(({ type }) => type === node.type);
      assert.ok(kind);

      const config = kind.parse({ id: 'n', title: 'N', config: { ...node } });

      assert.ok(kind.references(config).every((selector) => selector.length >= 2));
      assert.ok(Object.keys(kind.outputs(config)).length > 0);
    });
});

const model = { provider: 'p', name: 'm', mode: 'chat', completion_params: {} };
const parse = (config: Readonly<Record<string, unknown>>) =>
  llm.parse({ id: 'n', title: 'Writer', config });

test('a node tells every variable it reads', () => {
  const config = parse({
    model: { ...model, completion_params: { temperature: '{{#a.heat#}}' } },
    prompt_template: [
      { role: 'system', text: '{{#a.b#}} {{#context#}}' },
      { role: 'user', text: '{{#a.unused#}}', edition_type: 'jinja2', jinja2_text: '{{ x }}' },
    ],
    prompt_config: { jinja2_variables: [{ variable: 'x', value_selector: ['a', 'x'] }] },
    memory: { query_prompt_template: '{{#sys.query#}} {{#a.c#}}' },
    context: { enabled: true, variable_selector: ['find', 'result'] },
    vision: { enabled: true, configs: { variable_selector: ['a', 'files'] } },
  });

  assert.deepEqual(llm.references(config), [
    ['a', 'b'],
    ['a', 'x'],
    ['sys', 'query'],
    ['a', 'c'],
    ['find', 'result'],
    ['a', 'files'],
    ['a', 'heat'],
  ]);
});

test('parts that are switched off are not read', () => {
  const config = parse({
    model,
    prompt_template: [],
    memory: null,
    context: { enabled: false, variable_selector: ['find', 'result'] },
    vision: { enabled: false, configs: { variable_selector: ['a', 'files'] } },
  });

  assert.deepEqual(llm.references(config), []);
});

test('vision without a choice means the files of the message', () => {
  const config = parse({
    model,
    prompt_template: [],
    vision: { enabled: true, configs: { detail: 'high' } },
  });

  assert.deepEqual(llm.references(config), [['sys', 'files']]);
});

describe('settings that cannot be meant are refused with their place', () => {
  const cases: readonly (readonly [path: string, config: Readonly<Record<string, unknown>>])[] = [
    ['model', { prompt_template: [] }],
    ['model.name', { model: { ...model, name: '' }, prompt_template: [] }],
    ['prompt_template', { model }],
    ['prompt_template.0.role', { model, prompt_template: [{ role: 'boss', text: '' }] }],
    [
      'structured_output.schema',
      {
        model,
        prompt_template: [],
        structured_output_enabled: true,
        structured_output: { schema: '{' },
      },
    ],
  ];
  for (const [path, config] of cases)
    test(path, () => {
      assert.throws(
        () => parse(config),
        (error: { code: string; details: { path: string } }) => {
          assert.equal(error.code, 'node_config_invalid');
          assert.equal(error.details.path, path);
          return true;
        },
      );
    });
});

test('structured output is an output only where it is on', () => {
  const on = parse({
    model,
    prompt_template: [],
    structured_output_enabled: true,
    structured_output: { schema: {} },
  });

  assert.equal(llm.outputs(on)['structured_output'], 'object');
  assert.equal('structured_output' in llm.outputs(parse({ model, prompt_template: [] })), false);
});
