import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEnd } from '@outpost/contracts';
import { checkGraph } from '../../src/plan/check-graph.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { drawGraph, drawPlan, type NodeShape } from '../support/graph.ts';
import { testKinds } from '../support/kinds.ts';
import { begin, shownText, storyOf } from '../support/run.ts';

async function play(
  nodes: Readonly<Record<string, NodeShape>>,
  edges: readonly string[],
): Promise<{ readonly ran: readonly string[]; readonly text: string; readonly end: RunEnd }> {
  const { events, done } = begin(drawPlan(nodes, edges));
  const end = (await done) as RunEnd;
  const ran = storyOf(events).flatMap((line) => /^start (.*)/.exec(line)?.[1] ?? []);
  return { ran, text: shownText(events), end };
}

// s ─▶ (x) ─▶ y ─▶ a
test('a node that is switched off is passed by, and what it would give reads as empty', async () => {
  const { ran, text, end } = await play(
    {
      s: { kind: 'start' },
      x: { kind: 'step', disabled: true, template: 'X' },
      y: { kind: 'step', template: '[{{#x.text#}}]' },
      a: { kind: 'answer', template: '{{#x.text#}}{{#y.text#}}' },
    },
    ['s > x > y > a'],
  );

  assert.deepEqual([ran, text, end.status], [['s', 'y', 'a'], '[]', 'succeeded']);
});

//      ┌─left──▶ l
// s ─▶ (b)             b is off: its first way out is taken
//      └─right─▶ r
test('a branch that is switched off lets through to its first way out', async () => {
  const { ran } = await play(
    {
      s: { kind: 'start' },
      b: { kind: 'branch', handle: 'right', disabled: true },
      l: { kind: 'step' },
      r: { kind: 'step' },
    },
    ['s > b', 'b.right > r', 'b.left > l'],
  );

  assert.deepEqual(ran, ['s', 'l']);
});

// s ─▶ b ─left──▶ (x) ─▶ (y) ─┐
//      └─right──▶ z ──────────┴─▶ j
test('a row of nodes that are switched off keeps the ways of the branch before it', async () => {
  const nodes = (handle: string): Record<string, NodeShape> => ({
    s: { kind: 'start' },
    b: { kind: 'branch', handle },
    x: { kind: 'step', disabled: true },
    y: { kind: 'step', disabled: true },
    z: { kind: 'step' },
    j: { kind: 'step' },
  });
  const edges = ['s > b', 'b.left > x', 'x > y', 'y > j', 'b.right > z', 'z > j'];

  const [left, right] = [await play(nodes('left'), edges), await play(nodes('right'), edges)];

  assert.deepEqual(
    [left.ran, right.ran],
    [
      ['s', 'b', 'j'],
      ['s', 'b', 'z', 'j'],
    ],
  );
});

test('a node with a fail branch that is switched off never fails', async () => {
  const { ran } = await play(
    {
      s: { kind: 'start' },
      x: { kind: 'step', failures: -1, disabled: true, failure: { strategy: 'fail-branch' } },
      ok: { kind: 'step' },
      bad: { kind: 'step' },
    },
    ['s > x', 'x > ok', 'x.fail-branch > bad'],
  );

  assert.deepEqual(ran, ['s', 'ok']);
});

test('a container that is switched off is passed by with all that is inside it', async () => {
  const { ran, text } = await play(
    {
      s: { kind: 'start' },
      e: { kind: 'each', start: 'i', items: [1, 2], output: ['k', 'text'], disabled: true },
      i: { kind: 'inner-start', inside: 'e' },
      k: { kind: 'answer', template: 'inside', inside: 'e' },
      a: { kind: 'answer', template: 'after' },
    },
    ['s > e > a', 'i > k'],
  );

  assert.deepEqual([ran, text], [['s', 'a'], 'after']);
});

test('inside a container a node can be switched off, too', async () => {
  const { end } = await play(
    {
      s: { kind: 'start' },
      e: { kind: 'each', start: 'i', items: ['p', 'q'], output: ['k', 'text'] },
      i: { kind: 'inner-start', inside: 'e' },
      x: { kind: 'step', inside: 'e', disabled: true },
      k: { kind: 'step', template: '{{#e.item#}}{{#x.text#}}', inside: 'e' },
      a: { kind: 'answer', template: '{{#e.output#}}' },
    },
    ['s > e > a', 'i > x > k'],
  );

  assert.deepEqual(end.outputs, { answer: '- p\n- q' });
});

test('a response that is switched off prints nothing', async () => {
  const { text, end } = await play(
    {
      s: { kind: 'start' },
      a: { kind: 'answer', template: 'one', disabled: true },
      b: { kind: 'answer', template: 'two' },
    },
    ['s > a > b'],
  );

  assert.deepEqual([text, end.outputs], ['two', { answer: 'two' }]);
});

test('what begins a run cannot be switched off; the author is told', async () => {
  const nodes: Record<string, NodeShape> = {
    s: { kind: 'start', disabled: true },
    x: { kind: 'step' },
  };
  const { ran } = await play(nodes, ['s > x']);
  const problems = checkGraph({
    graph: drawGraph(nodes, ['s > x']),
    kinds: testKinds,
    mode: 'workflow',
  });

  assert.deepEqual(ran, ['s', 'x']);
  assert.deepEqual(
    problems.map(({ severity, nodeId }) => [severity, nodeId]),
    [['warning', 's']],
  );
});

test('the settings of a node that is switched off may be wrong', () => {
  const kinds = new Map(testKinds);
  const step = testKinds.get('step');
  assert.ok(step);
  const parse = (): never => {
    throw new Error('wrong settings');
  };
  kinds.set('broken', { ...step, type: 'broken', parse });
  const graph = (shape: Partial<NodeShape>) =>
    drawGraph({ s: { kind: 'start' }, x: { kind: 'broken', ...shape }, y: { kind: 'step' } }, [
      's > x > y',
    ]);
  const mode = 'workflow';

  assert.throws(() => compilePlan({ graph: graph({}), kinds, mode }), /wrong settings/);
  const plan = compilePlan({ graph: graph({ disabled: true }), kinds, mode });

  assert.deepEqual([...plan.nodes.keys()], ['s', 'y']);
  assert.deepEqual(checkGraph({ graph: graph({ disabled: true }), kinds, mode }), []);
});

test('a node that is left out goes with its edges', () => {
  const graph = drawGraph({ s: { kind: 'start' }, x: { kind: 'step' }, y: { kind: 'step' } }, [
    's > x > y',
    's > y',
  ]);

  const plan = compilePlan({ graph, kinds: testKinds, mode: 'workflow', leftOut: new Set(['x']) });

  assert.deepEqual(
    [...plan.nodes.values()].map(({ id, edges }) => [id, edges.map(({ target }) => target.id)]),
    [
      ['s', ['y']],
      ['y', []],
    ],
  );
});
