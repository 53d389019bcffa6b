import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@outpost/contracts';
import { checkGraph } from '../../src/plan/check-graph.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { drawGraph, drawPlan, type NodeShape } from '../support/graph.ts';
import { testKinds } from '../support/kinds.ts';

interface Case {
  readonly name: string;
  readonly nodes: Readonly<Record<string, NodeShape>>;
  readonly edges?: readonly string[];
  readonly says: RegExp;
  readonly place: { readonly node?: string; readonly edge?: string };
}

const start: NodeShape = { kind: 'start' };
const step: NodeShape = { kind: 'step' };
const inner: NodeShape = { kind: 'inner-start', inside: 'box' };

const faults: readonly Case[] = [
  {
    name: 'a kind that nobody knows',
    nodes: { s: start, x: { kind: 'teleport' } },
    says: /node “x” is of the kind “teleport”/,
    place: { node: 'x' },
  },
  // s ──▶ (nothing)
  {
    name: 'an edge into nothing',
    nodes: { s: start },
    edges: ['s > gone'],
    says: /edge “s-source-gone” is tied to the node “gone”/,
    place: { edge: 's-source-gone' },
  },
  // s ──▶ a ──▶ b
  //       ▲─────┘
  {
    name: 'a cycle',
    nodes: { s: start, a: step, b: step, c: step },
    edges: ['s > a > b > a', 'b > c'],
    says: /from node “[ab]” back to itself/,
    place: {},
  },
  {
    name: 'a node that leads to itself',
    nodes: { s: start, a: step },
    edges: ['a > a'],
    says: /from node “a” back to itself/,
    place: { node: 'a' },
  },
  // s ──▶ box[ inner  x ] ; s ──▶ x
  {
    name: 'an edge through the wall of a container',
    nodes: {
      s: start,
      box: { kind: 'each', start: 'inner' },
      inner,
      x: { ...step, inside: 'box' },
    },
    edges: ['s > x'],
    says: /from “s” to “x” through the wall/,
    place: { node: 's', edge: 's-source-x' },
  },
  {
    name: 'a parent that is not there',
    nodes: { s: start, x: { ...step, inside: 'gone' } },
    says: /node “x” lies inside “gone”, which is not in the graph/,
    place: { node: 'x' },
  },
  {
    name: 'a parent that holds nothing',
    nodes: { s: start, x: { ...step, inside: 's' } },
    says: /node “x” lies inside “s”, which cannot hold/,
    place: { node: 'x' },
  },
  {
    name: 'containers inside each other',
    nodes: {
      s: start,
      a: { kind: 'each', start: 'b', inside: 'b' },
      b: { kind: 'each', start: 'a', inside: 'a' },
    },
    says: /node “a” lies inside itself/,
    place: { node: 'a' },
  },
  {
    name: 'a container that does not say where it begins',
    nodes: { s: start, box: { kind: 'each' } },
    says: /container “box” has no start node/,
    place: { node: 'box' },
  },
  {
    name: 'a container that begins outside itself',
    nodes: { s: start, box: { kind: 'each', start: 's' } },
    says: /container “box” begins with “s”/,
    place: { node: 'box' },
  },
  { name: 'no start', nodes: { x: step }, says: /no node to start with/, place: {} },
];

for (const { name, nodes, edges = [], says, place } of faults)
  test(`a graph with ${name} is refused, and the fault is named`, () => {
    const source = { graph: drawGraph(nodes, edges), kinds: testKinds, mode: 'workflow' } as const;

    assert.throws(
      () => compilePlan(source),
      (thrown) => {
        assert.ok(thrown instanceof AppError);
        assert.equal(thrown.code, 'graph_invalid');
        assert.match(thrown.message, says);
        assert.match(thrown.messageIn('zh'), /^流程无法运行：[^a-z{]*/);
        if (place.node) assert.equal(thrown.details['node'], place.node);
        if (place.edge) assert.equal(thrown.details['edge'], place.edge);
        return true;
      },
    );
    assert.ok(checkGraph(source).some(({ message }) => says.test(message)));
  });

test('ids that are given twice are refused', () => {
  const graph = drawGraph({ s: start, a: step }, ['s > a', 's > a']);
  const [node] = graph.nodes;
  assert.ok(node);
  const twice = { ...graph, nodes: [...graph.nodes, node] };

  const problems = checkGraph({ graph: twice, kinds: testKinds, mode: 'workflow' });

  assert.deepEqual(
    problems.map(({ message }) => message),
    ['two nodes have the id “s”', 'two edges have the id “s-source-a”'],
  );
});

test('a draft gets all of its problems at once', () => {
  const graph = drawGraph({ x: step, y: { kind: 'teleport' }, box: { kind: 'each' } }, [
    'x > gone',
  ]);

  const problems = checkGraph({ graph, kinds: testKinds, mode: 'workflow' });

  assert.deepEqual(
    problems.map(({ nodeId, edgeId }) => nodeId ?? edgeId),
    ['y', 'x-source-gone', 'box', null, 'x', 'box'],
  );
  assert.deepEqual(
    problems.map(({ severity }) => severity),
    ['error', 'error', 'error', 'error', 'warning', 'warning'],
  );
});

test('settings that a kind refuses are told with their path, in both languages', () => {
  const kind = testKinds.get('step');
  assert.ok(kind);
  const picky = {
    ...kind,
    parse: () => {
      throw new AppError('node_config_invalid', {
        details: { node: 'x', path: 'cases.0', reason: 'it is empty' },
      });
    },
  };
  const kinds = new Map([...testKinds, ['step', picky]]);

  const graph = drawGraph({ s: start, x: step }, ['s > x']);

  const problems = checkGraph({ graph, kinds, mode: 'workflow' });

  assert.deepEqual(problems, [
    {
      severity: 'error',
      nodeId: 'x',
      edgeId: null,
      path: 'cases.0',
      message: 'The settings of node “x” are not valid: it is empty (at cases.0)',
      messageZh: '节点“x”的设置无效：it is empty（位置 cases.0）',
    },
  ]);
});

test('a kind made for another mode is told to authors and runs all the same', () => {
  const kind = testKinds.get('answer');
  assert.ok(kind);
  const chatOnly = { ...kind, manifest: { ...kind.manifest, modes: ['advanced-chat'] as const } };
  const kinds = new Map([...testKinds, ['answer', chatOnly]]);
  const graph = drawGraph({ s: start, a: { kind: 'answer' } }, ['s > a']);

  assert.equal(checkGraph({ graph, kinds, mode: 'workflow' }).length, 1);
  assert.deepEqual(checkGraph({ graph, kinds, mode: 'advanced-chat' }), []);
  assert.equal(compilePlan({ graph, kinds, mode: 'workflow' }).nodes.size, 2);
});

//  s ──maybe──► a      b
test('ways out that do not exist and nodes that nothing leads to are warnings', () => {
  const graph = drawGraph({ s: start, a: step, b: step }, ['s > a']);
  const edges = graph.edges.map((edge) => ({ ...edge, handle: 'maybe' }));

  const problems = checkGraph({ graph: { ...graph, edges }, kinds: testKinds, mode: 'workflow' });

  assert.deepEqual(
    problems.map(({ severity, nodeId, message }) => [severity, nodeId, message]),
    [
      [
        'warning',
        's',
        'node “s” has no way out called “maybe”, so the edge “s-source-a” is never taken',
      ],
      ['warning', 'b', 'nothing leads to node “b”, so it never runs'],
    ],
  );
});

test('notes and the edges that touch them are left out', () => {
  const plan = drawPlan({ s: start, n: { kind: 'note' }, m: { kind: '' } }, ['s > n']);

  assert.deepEqual([...plan.nodes.keys()], ['s']);
  assert.deepEqual(plan.nodes.get('s')?.edges, []);
});

// s ─▶ b0 ─x─▶ c0 ─▶ d0 ─▶ b1 ─x─▶ … 200 diamonds: 2^200 paths lead to the last answer
//       └──y──▶ e0 ──▲
test('a graph with more paths than atoms in the universe is compiled', () => {
  const nodes: Record<string, NodeShape> = { s: start };
  const edges: string[] = [];
  let last = 's';
  for (let place = 0; place < 200; place++) {
    nodes[`b${place}`] = { kind: 'branch', handle: 'x' };
    nodes[`c${place}`] = step;
    nodes[`e${place}`] = step;
    nodes[`d${place}`] = { kind: 'answer', template: `{{#c${place}.text#}}` };
    edges.push(
      `${last} > b${place}.x > c${place} > d${place}`,
      `b${place}.y > e${place} > d${place}`,
    );
    last = `d${place}`;
  }

  const plan = drawPlan(nodes, edges);

  assert.equal(plan.nodes.size, 801);
});
