import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFailurePolicy, type GraphNode } from '@outpost/contracts';
import { createNodeKinds } from '@outpost/nodes';
import type { VariableScope } from '../../src/editor/variable-scope.ts';
import { variableOf } from '../../src/editor/graph-variables.ts';
import { constantOf } from '../../src/screens/canvas/forms/model/loop-constant.ts';
import {
  lackOf,
  lostReferences,
  problemAt,
  problemsOfNode,
  referencesOf,
} from '../../src/screens/canvas/forms/model/node-problems.ts';
import { isSameScope } from '../../src/screens/canvas/forms/model/same-scope.ts';

const kinds = createNodeKinds();
const node = (kind: string, config: GraphNode['config']): GraphNode => ({
  id: 'n',
  kind,
  title: 'N',
  config,
  failure: noFailurePolicy,
  position: { x: 0, y: 0 },
  extra: {},
});
const kindOf = (name: string) => {
  const kind = kinds.get(name);
  assert.ok(kind);
  return kind;
};
const scope = (...names: readonly string[]): VariableScope => ({
  groups: [
    {
      id: 'start',
      title: 'Start',
      icon: 'home',
      tone: 'input',
      variables: names.map((name) => variableOf(['start', name], 'string')),
    },
  ],
});

test('a problem is found at its field, and above it where asked', () => {
  const problems = problemsOfNode(
    node('llm', { model: { provider: '', name: '' }, prompt_template: [] }),
    kindOf('llm'),
  );

  assert.equal(problemAt(problems, 'model', true)?.type, 'missing');
  assert.equal(problemAt(problems, 'model', false), null);
  assert.equal(problemAt(problems, 'prompt_template', true), null);
});

test('references that lead nowhere are named once, what is not chosen is not', () => {
  const answer = node('answer', { answer: '{{#start.a#}} {{#start.lost#}} {{#start.lost#}}' });
  const list = node('list-operator', { variable: [] });

  assert.deepEqual(lostReferences(answer, kindOf('answer'), scope('a')), [['start', 'lost']]);
  assert.deepEqual(lostReferences(list, kindOf('list-operator'), scope('a')), []);
  assert.deepEqual(referencesOf(answer, kindOf('answer')), [
    ['start', 'a'],
    ['start', 'lost'],
  ]);
});

test('a node that cannot run here says what it lacks', () => {
  const retrieval = node('knowledge-retrieval', { dataset_ids: ['handbook'] });

  assert.equal(lackOf(retrieval, kindOf('knowledge-retrieval')), 'knowledge bases');
  assert.equal(lackOf(node('answer', { answer: '' }), kindOf('answer')), null);
});

test('scopes are the same while they say the same, whoever made them', () => {
  assert.equal(isSameScope(scope('a', 'b'), scope('a', 'b')), true);
  assert.equal(isSameScope(scope('a', 'b'), scope('a', 'c')), false);
  assert.equal(isSameScope(scope('a'), { ...scope('a'), elsewhere: scope('b').groups }), false);
});

test('constants of loops are values of their type, though files hold text', () => {
  assert.deepEqual(
    [constantOf('1', 'number'), constantOf('[]', 'array[string]'), constantOf('x', 'string')],
    [1, [], 'x'],
  );
});
