import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ParameterDeclaration, ToolFacts, ToolMessage } from '@outpost/contracts';
import { createFakeTools } from '@outpost/contracts/testing';
import { tool } from '../../src/tool/index.ts';
import { createNodeContext, runNode } from '../support/create-node-context.ts';

const parameter = (
  name: string,
  type: string,
  more: Partial<ParameterDeclaration> = {},
): ParameterDeclaration => ({
  name,
  type,
  form: 'llm',
  required: false,
  multiple: false,
  default: null,
  min: null,
  max: null,
  precision: null,
  options: [],
  scope: null,
  label: { en: name, zh: name },
  help: null,
  modelDescription: '',
  inputSchema: null,
  dynamic: false,
  showOn: [],
  ...more,
});
const ref = { providerType: 'builtin', provider: 'acme/eyes/eyes', name: 'look' };
const facts: ToolFacts = {
  ref,
  label: { en: 'Look', zh: '看' },
  description: '',
  parameters: [
    parameter('q', 'string', { required: true }),
    parameter('count', 'number', { default: 3 }),
    parameter('deep', 'boolean'),
    parameter('list', 'array'),
  ],
  outputSchema: {},
  icon: null,
};
const config = (
  parameters: Readonly<Record<string, unknown>>,
  configurations: Readonly<Record<string, unknown>> = {},
) => ({
  provider_id: ref.provider,
  provider_type: 'builtin',
  tool_name: 'look',
  tool_parameters: parameters,
  tool_configurations: configurations,
});
const pool = { start: { text: 'ada', rows: [1, 2] } };

describe('parameters of a tool', () => {
  const rows: readonly (readonly [string, object, object, object])[] = [
    [
      'references in texts are resolved, and defaults fill gaps',
      { q: { type: 'mixed', value: 'hi {{#start.text#}}' } },
      {},
      { q: 'hi ada', count: 3 },
    ],
    [
      'texts are cast to what the tool declares',
      { q: { type: 'constant', value: 5 } },
      { count: { type: 'mixed', value: '7' }, deep: { type: 'constant', value: 1 } },
      { q: '5', count: 7, deep: true },
    ],
    [
      'variables are given as they are, and old form values as they stand',
      { q: { type: 'mixed', value: 'x' }, list: { type: 'variable', value: ['start', 'rows'] } },
      { count: 9, deep: null },
      { q: 'x', count: 9, list: [1, 2] },
    ],
    [
      'lists written as text are read, and parameters the tool has not are left out',
      {
        q: { type: 'mixed', value: 'x' },
        list: { type: 'mixed', value: '["a"]' },
        other: { type: 'mixed', value: 'y' },
      },
      {},
      { q: 'x', count: 3, list: ['a'] },
    ],
  ];
  for (const [what, given, configurations, expected] of rows)
    test(what, async () => {
      const tools = createFakeTools(facts);
      await runNode(tool, config({ ...given }, { ...configurations }), { pool, ports: { tools } });
      assert.deepEqual(tools.requests[0]?.parameters, expected);
    });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['what is required and missing is named', {}, /“q”.*required/],
    ['an unset variable counts as missing', { q: { type: 'variable', value: ['no', 'x'] } }, /“q”/],
    [
      'a text that is no number is refused',
      { q: { type: 'mixed', value: 'x' }, count: { type: 'mixed', value: 'many' } },
      /“many” is not a number/,
    ],
  ];
  for (const [what, given, words] of refused)
    test(what, async () => {
      const tools = createFakeTools(facts);
      await assert.rejects(runNode(tool, config({ ...given }), { pool, ports: { tools } }), words);
      assert.equal(tools.requests.length, 0);
    });

  test('a tool that is not here fails with the name of what is missing', async () => {
    await assert.rejects(runNode(tool, config({})), /“look” of acme\/eyes\/eyes/);
  });
});

describe('what a tool says', () => {
  const say = async (messages: readonly ToolMessage[]) => {
    const context = createNodeContext({ ports: { tools: createFakeTools(facts, messages) } });
    const parsed = tool.parse({
      id: 'node',
      title: '',
      config: config({ q: { type: 'constant', value: 'x' } }),
    });
    const result = await tool.run?.(context, parsed);
    return { outputs: result?.outputs, streamed: context.streamed };
  };

  test('texts and pieces are streamed and joined, variables named, JSON listed', async () => {
    const { outputs, streamed } = await say([
      { type: 'text', text: 'one ' },
      { type: 'text', text: 'two ' },
      { type: 'link', url: 'http://a.test' },
      { type: 'variable', name: 'story', value: 'once ', piece: true },
      { type: 'variable', name: 'story', value: 'more', piece: true },
      { type: 'variable', name: 'score', value: 5, piece: false },
      { type: 'json', value: { a: 1 } },
    ]);
    assert.deepEqual(outputs, {
      story: 'once more',
      score: 5,
      text: 'one two Link: http://a.test\n',
      files: [],
      json: [{ a: 1 }],
    });
    assert.deepEqual(streamed, [
      ['text', 'one '],
      ['text', 'two '],
      ['text', 'Link: http://a.test\n'],
      ['story', 'once '],
      ['story', 'more'],
    ]);
  });

  test('files are kept, and a tool without JSON gives the empty list that apps know', async () => {
    const { outputs } = await say([
      { type: 'file', bytes: Buffer.from('x'), mediaType: 'text/plain', filename: 'a.txt' },
    ]);
    assert.deepEqual(outputs?.['json'], [{ data: [] }]);
    assert.equal(
      (outputs?.['files'] as { filename: string }[] | undefined)?.[0]?.filename,
      'a.txt',
    );
  });
});
