import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Graph } from '@outpost/contracts';
import { touches } from '../../src/screens/canvas/model/boxes.ts';
import { indexOf } from '../../src/screens/canvas/model/graph-index.ts';
import { tidied } from '../../src/screens/canvas/model/layout/tidy.ts';
import { factsOf } from '../../src/screens/canvas/model/node-facts.ts';
import { corpusDocuments, draw, type DrawnNode } from './graphs.ts';

/** Pairs of one level that cover each other, and children that reach over their container's edge. */
function faults(graph: Graph): readonly string[] {
  const { children, byId } = indexOf(graph);
  const found: string[] = [];
  for (const [parentId, level] of children) {
    const boxes = level.map((node) => ({ id: node.id, ...node.position, ...factsOf(node).size }));
    for (const [index, box] of boxes.entries())
      for (const other of boxes.slice(index + 1))
        if (touches(box, other)) found.push(`${box.id} covers ${other.id}`);
    const container = parentId === null ? undefined : byId.get(parentId);
    if (!container) continue;
    const { width, height } = factsOf(container).size;
    for (const { id, x, y, ...size } of boxes)
      if (x < 0 || y < 0 || x + size.width > width || y + size.height > height)
        found.push(`${id} reaches out of ${parentId}`);
  }
  return found;
}

test('nothing covers anything in a tidied graph of any shape, with containers in containers', () => {
  const anyGraph = fc
    .record({
      kinds: fc.array(
        fc.constantFrom('code', 'llm', 'if-else', 'iteration', 'loop', 'answer', ''),
        {
          minLength: 1,
          maxLength: 40,
        },
      ),
      parents: fc.array(fc.nat(39), { maxLength: 40 }),
      edges: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 80 }),
      places: fc.array(
        fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })),
        {
          minLength: 40,
          maxLength: 40,
        },
      ),
    })
    .map(({ kinds, parents, edges, places }) => {
      const nodes = kinds.map((kind, index): DrawnNode => {
        // Only earlier nodes are parents: no circles.
        const parent = parents[index] ?? index;
        const isInside = parent < index && ['iteration', 'loop'].includes(kinds[parent] ?? '');
        const at = places[index] ?? [0, 0];
        return { id: `n${index}`, kind, at, ...(isInside ? { inside: `n${parent}` } : {}) };
      });
      return draw(
        nodes,
        edges.map(([from, to]) => `n${from}>n${to}`),
      ).graph;
    });

  fc.assert(
    fc.property(anyGraph, (graph) => {
      assert.deepEqual(faults(tidied(graph)), []);
    }),
    { numRuns: 60 },
  );
});

test('nothing covers anything in the tidied graph of any app file of the corpus', () => {
  for (const [name, { graph }] of corpusDocuments())
    assert.deepEqual([name, faults(tidied(graph))], [name, []]);
});

test('a chain is laid out in one straight line from left to right', () => {
  const { graph } = draw([{ id: 'c' }, { id: 'a', kind: 'llm' }, { id: 'b' }], ['a>b', 'b>c']);

  const { byId } = indexOf(tidied(graph));
  const [a, b, c] = ['a', 'b', 'c'].map((id) => byId.get(id)?.position);

  assert.deepEqual([a?.y, b?.y, c?.y], [0, 0, 0]);
  assert.ok((a?.x ?? 0) < (b?.x ?? 0) && (b?.x ?? 0) < (c?.x ?? 0));
});

test('branches keep the order of their ways out', () => {
  const cases = ['one', 'two', 'three'].map((case_id) => ({ case_id, conditions: [] }));
  const { graph } = draw(
    [
      { id: 'if', kind: 'if-else', config: { cases } },
      ...['d', 'c', 'b', 'a'].map((id) => ({ id })),
    ],
    ['if:false>d', 'if:three>c', 'if:two>b', 'if:one>a'],
  );

  const { byId } = indexOf(tidied(graph));
  const order = ['a', 'b', 'c', 'd'].toSorted(
    (left, right) => (byId.get(left)?.position.y ?? 0) - (byId.get(right)?.position.y ?? 0),
  );

  assert.deepEqual(order, ['a', 'b', 'c', 'd']);
});

test('a thousand nodes are tidied, and tidying twice changes nothing', () => {
  const nodes = Array.from({ length: 1000 }, (_, index) => ({ id: `n${index}` }));
  const edges = nodes.slice(1).map(({ id }, index) => `n${Math.floor(index / 3)}>${id}`);

  const once = tidied(draw(nodes, edges).graph);

  assert.deepEqual(tidied(once), once);
});
