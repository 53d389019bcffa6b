import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFailurePolicy, type GraphNode, type StoredVariable } from '@outpost/contracts';
import { createNodeKinds } from '@outpost/nodes';
import { graphVariables } from '../../src/editor/graph-variables.ts';
import { findVariable, type VariableScope } from '../../src/editor/variable-scope.ts';

/*
 *  start ─► split ─► list(code) ─► each[ inner ─► last ] ─► end
 *              └───► aside
 */
const node = (
  id: string,
  kind: string,
  config: GraphNode['config'] = {},
  parentId?: string,
): GraphNode => ({
  id,
  kind,
  title: id.toUpperCase(),
  config,
  failure: noFailurePolicy,
  position: { x: 0, y: 0 },
  extra: {},
  ...(parentId === undefined ? {} : { parentId }),
});
const stored = (name: string, valueType: string): StoredVariable => ({
  id: name,
  name,
  valueType,
  value: null,
  description: '',
  extra: {},
});
const shape = { type: 'object', children: { name: { type: 'string', children: null } } };
const nodes = [
  node('start', 'start', { variables: [{ variable: 'file', label: 'File', type: 'file' }] }),
  node('split', 'if-else', { cases: [] }),
  node('list', 'code', {
    code_language: 'python3',
    code: '',
    outputs: { items: { type: 'array[number]', children: null }, person: shape },
  }),
  node('aside', 'llm', { model: { provider: '', name: '' }, prompt_template: [] }),
  node('each', 'iteration', { iterator_selector: ['list', 'items'], output_selector: [] }),
  node('inner', 'template-transform', { template: '' }, 'each'),
  node('last', 'template-transform', { template: '' }, 'each'),
  node('again', 'loop', {
    loop_count: 3,
    loop_variables: [{ label: 'n', var_type: 'number', value_type: 'constant', value: '1' }],
  }),
  node('change', 'assigner', { version: '2', items: [] }, 'again'),
  node('end', 'end', {}),
];
const edges = [
  ['start', 'split'],
  ['split', 'list'],
  ['split', 'aside'],
  ['list', 'each'],
  ['inner', 'last'],
  ['each', 'again'],
  ['again', 'end'],
].map(([source = '', target = '']) => ({
  id: `${source}-${target}`,
  source,
  target,
  handle: 'source',
  extra: {},
}));
const variables = graphVariables({
  document: {
    graph: { nodes, edges, viewport: { x: 0, y: 0, zoom: 1 } },
    environmentVariables: [stored('KEY', 'secret')],
    conversationVariables: [stored('topics', 'array[string]')],
  },
  mode: 'advanced-chat',
  kinds: createNodeKinds(),
  words: {
    system: 'System',
    environment: 'Environment',
    conversation: 'Conversation',
    kind: (kind) => kind.type,
  },
});
const givers = ({ groups }: VariableScope): readonly string[] => groups.map(({ id }) => id);
const state = (scope: VariableScope, path: string): string =>
  findVariable(scope, path.split('.')).state;

test('a node reads what runs before it, the nearest first, and nothing of other ways', () => {
  assert.deepEqual(givers(variables.at('each')), [
    'list',
    'split',
    'start',
    'conversation',
    'env',
    'sys',
  ]);
});

test('inside a container a node reads its neighbours, the round, and what the container reads', () => {
  const scope = variables.at('last');

  assert.deepEqual(givers(scope).slice(0, 3), ['inner', 'each', 'list']);
  assert.equal(findVariable(scope, ['each', 'item']).variable?.type, 'number');
  assert.equal(state(scope, 'each.output'), 'no-name');
});

test('a field that is asked after the rounds reads what is inside', () => {
  assert.deepEqual(givers(variables.inside('each')).slice(0, 3), ['last', 'inner', 'each']);
});

test('loop variables and conversation variables can be written, nothing else', () => {
  assert.deepEqual(givers(variables.writableAt('change')), ['again', 'conversation']);
  assert.deepEqual(givers(variables.writableAt('list')), ['conversation']);
});

test('a selector says whether it leads somewhere, and why not', () => {
  const scope = variables.at('each');

  assert.deepEqual(
    [
      'list.items',
      'start.file.size',
      'list.person.name',
      'list.person.other',
      'list.items.0',
      'list.lost',
      'aside.text',
      'gone.text',
      'env.KEY',
      'env.LOST',
      'sys.query',
    ].map((path) => `${path} ${state(scope, path)}`),
    [
      'list.items known',
      'start.file.size known',
      'list.person.name known',
      'list.person.other open',
      'list.items.0 no-name',
      'list.lost no-name',
      'aside.text elsewhere',
      'gone.text no-giver',
      'env.KEY known',
      'env.LOST no-name',
      'sys.query known',
    ],
  );
});

test('a node whose settings have faults still offers its outputs', () => {
  assert.deepEqual(
    variables.of('aside').map(({ name }) => name),
    ['text', 'reasoning_content', 'usage', 'finish_reason', 'files'],
  );
});
