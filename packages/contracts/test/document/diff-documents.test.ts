import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffDocuments } from '../../src/index.ts';
import { adding, edge, node, smallDocument, withNode, withoutNode } from './documents.ts';

test('a document differs in nothing from itself, however its keys are ordered', () => {
  const document = smallDocument();
  const shuffled = JSON.parse(
    JSON.stringify({
      ...document,
      graph: { ...document.graph, nodes: document.graph.nodes.toReversed() },
    }),
  ) as typeof document;

  assert.equal(diffDocuments(document, document).isSame, true);
  assert.equal(diffDocuments(document, shuffled).isSame, true);
});

test('a changed node tells each place that changed, with both values', () => {
  const before = smallDocument();
  const after = withNode(before, 'llm', (llm) => ({
    ...llm,
    title: 'Writer',
    config: {
      ...llm.config,
      model: { provider: 'p', name: 'big', completion_params: {} },
      prompt_template: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'Tell me of {{#start.city#}}' },
      ],
      vision: { enabled: true },
    },
  }));

  const { nodes, edges, isSame } = diffDocuments(before, after);

  assert.equal(isSame, false);
  assert.deepEqual([nodes.added, nodes.removed, edges.changed], [[], [], []]);
  assert.deepEqual(
    nodes.changed.map(({ before: { id }, changes }) => [id, changes]),
    [
      [
        'llm',
        [
          { path: ['title'], before: 'LLM', after: 'Writer' },
          { path: ['config', 'model', 'name'], before: 'm', after: 'big' },
          { path: ['config', 'model', 'completion_params', 'temperature'], before: 0.7 },
          {
            path: ['config', 'prompt_template', '1', 'text'],
            before: '{{#start.city#}}',
            after: 'Tell me of {{#start.city#}}',
          },
          { path: ['config', 'vision'], after: { enabled: true } },
        ],
      ],
    ],
  );
});

test('items of a list are compared by their names, so an item put in front is one addition', () => {
  const before = smallDocument();
  const street = { variable: 'street', type: 'text-input' };
  const after = withNode(before, 'start', (start) => ({
    ...start,
    config: { variables: [street, ...(start.config['variables'] as object[])] },
  }));

  const [changed] = diffDocuments(before, after).nodes.changed;

  assert.deepEqual(changed?.changes, [{ path: ['config', 'variables', 'street'], after: street }]);
});

test('items that only changed places are a change of the list', () => {
  const list = [{ id: 'a' }, { id: 'b' }];
  const before = withNode(smallDocument(), 'end', (end) => ({ ...end, config: { cases: list } }));
  const after = withNode(before, 'end', (end) => ({
    ...end,
    config: { cases: list.toReversed() },
  }));

  const [changed] = diffDocuments(before, after).nodes.changed;

  assert.deepEqual(changed?.changes, [
    { path: ['config', 'cases'], before: list, after: list.toReversed() },
  ]);
});

test('nodes and edges that came and went are listed whole', () => {
  const before = smallDocument();
  const more = node('code', 'code');
  const after = adding(withoutNode(before, 'llm'), [more], [edge('c', 'start', 'code')]);

  const { nodes, edges } = diffDocuments(before, after);

  assert.deepEqual(nodes.added, [more]);
  assert.deepEqual(
    nodes.removed.map(({ id }) => id),
    ['llm'],
  );
  assert.deepEqual(
    [edges.added.map(({ id }) => id), edges.removed.map(({ id }) => id)],
    [['c'], ['a', 'b']],
  );
});

test('what is selected and how far one has scrolled is no difference', () => {
  const before = smallDocument();
  const after = withNode(before, 'llm', (llm) => ({ ...llm, extra: { selected: true } }));
  const scrolled = { ...after, graph: { ...after.graph, viewport: { x: 9, y: 9, zoom: 2 } } };

  assert.equal(diffDocuments(before, scrolled).isSame, true);
});

test('variables, features and the settings of classic apps have changes of their own', () => {
  const before = smallDocument();
  const [mood] = before.conversationVariables;
  assert.ok(mood);
  const after = {
    ...before,
    profile: { ...before.profile, name: 'Other' },
    features: { ...before.features, file_upload: { enabled: true } },
    conversationVariables: [{ ...mood, id: 'renumbered', value: 'bad' }],
    environmentVariables: [{ ...mood, id: 'e1', name: 'KEY' }],
    classic: { pre_prompt: 'Hi' },
  };

  const diff = diffDocuments(before, after);

  assert.deepEqual(diff.features, [
    { path: ['file_upload', 'enabled'], before: false, after: true },
  ]);
  assert.deepEqual(diff.classic, [{ path: ['pre_prompt'], after: 'Hi' }]);
  assert.deepEqual(diff.profile, [{ path: ['name'], before: 'Small', after: 'Other' }]);
  assert.deepEqual(
    diff.environmentVariables.added.map(({ name }) => name),
    ['KEY'],
  );
  assert.deepEqual(
    diff.conversationVariables.changed.map(({ changes }) => changes),
    [
      [
        { path: ['id'], before: 'v1', after: 'renumbered' },
        { path: ['value'], before: 'good', after: 'bad' },
      ],
    ],
  );
});
