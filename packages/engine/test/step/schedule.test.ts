import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEnd, RunEvent } from '@outpost/contracts';
import { drawPlan, type NodeShape } from '../support/graph.ts';
import { begin } from '../support/run.ts';

const start: NodeShape = { kind: 'start' };
const step: NodeShape = { kind: 'step' };

interface Case {
  readonly name: string;
  readonly nodes: Readonly<Record<string, NodeShape>>;
  readonly edges: readonly string[];
  readonly runs: string;
  readonly startNodeId?: string;
}

const cases: readonly Case[] = [
  //        ┌▶ b ─┐
  // s ─▶ a ┤     ├▶ d
  //        └▶ c ─┘
  {
    name: 'a join waits for all of its live branches and runs once',
    nodes: { s: start, a: step, b: step, c: step, d: step },
    edges: ['s > a', 'a > b > d', 'a > c > d'],
    runs: 's a b c d',
  },
  //       ┌─yes─▶ b ─┐
  // s ─▶ i┤          ├▶ d
  //       └─no──▶ c ─┘
  {
    name: 'a skipped branch does not hold up a join',
    nodes: { s: start, i: { kind: 'branch', handle: 'no' }, b: step, c: step, d: step },
    edges: ['s > i', 'i.yes > b > d', 'i.no > c > d'],
    runs: 's i c d',
  },
  //       ┌─yes─▶ b ─▶ c ─▶ e
  // s ─▶ i┤                 ▲
  //       └─no──▶ d ────────┘ (a second way into e)
  {
    name: 'what only a skipped edge leads to is skipped, however long the way',
    nodes: {
      s: start,
      i: { kind: 'branch', handle: 'no' },
      b: step,
      c: step,
      d: step,
      e: step,
      f: step,
    },
    edges: ['s > i', 'i.yes > b > c > e', 'i.no > d > e', 'c > f'],
    runs: 's i d e',
  },
  // s ─▶ i ─yes─▶ b      (chosen: no)
  {
    name: 'a way out without an edge is a way that ends',
    nodes: { s: start, i: { kind: 'branch', handle: 'no' }, b: step },
    edges: ['s > i', 'i.yes > b'],
    runs: 's i',
  },
  // s ─▶ i ─▶ both edges of the chosen handle, in the order of the graph
  {
    name: 'all edges of the chosen handle are taken, in the order of the graph',
    nodes: { s: start, i: { kind: 'branch', handle: 'no' }, c: step, b: step },
    edges: ['s > i', 'i.no > b', 'i.no > c'],
    runs: 's i b c',
  },
  // t ─┐
  //    ├▶ a        u ─▶ v (nothing leads to u)
  // s ─┘
  {
    name: 'only what the chosen root leads to runs, and other roots hold up nothing',
    nodes: { s: start, t: start, a: step, u: step, v: step },
    edges: ['s > a', 't > a', 'u > v', 'u > a'],
    runs: 't a',
    startNodeId: 't',
  },
  // s ─▶ a ─▶ … two edges between the same nodes
  {
    name: 'two edges to the same node run it once',
    nodes: { s: { kind: 'branch' }, r: start, i: { kind: 'branch', handle: 'x' }, a: step },
    edges: ['r > i', 'i.x > a', 'i.y > a'],
    runs: 'r i a',
  },
];

for (const { name, nodes, edges, runs, startNodeId } of cases)
  test(name, async () => {
    const { events, done } = begin(
      drawPlan(nodes, edges),
      startNodeId === undefined ? {} : { startNodeId },
    );

    assert.equal(((await done) as RunEnd).status, 'succeeded');
    assert.equal(startedNodes(events), runs);
  });

test('a step knows the node that led to it, its place in line and an id of its own', async () => {
  const { events, done } = begin(drawPlan({ s: start, a: step, b: step }, ['s > a > b']));

  await done;
  const starts = events.filter((event) => event.type === 'node-start');

  assert.deepEqual(
    starts.map(({ nodeId, index, predecessorId }) => [nodeId, index, predecessorId]),
    [
      ['s', 1, null],
      ['a', 2, 's'],
      ['b', 3, 'a'],
    ],
  );
  for (const { stepId } of starts)
    assert.match(stepId, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(starts.map(({ stepId }) => stepId)).size, 3);
});

test('outputs, system, environment and conversation variables are read by later nodes', async () => {
  const plan = drawPlan(
    {
      s: start,
      a: {
        kind: 'step',
        template: '{{#s.name#}}/{{#sys.query#}}/{{#env.key#}}/{{#conversation.n#}}',
      },
      b: { kind: 'step', template: '{{#a.text#}} {{#a.gone#}}' },
      r: { kind: 'answer', template: '{{#b.text#}}' },
    },
    ['s > a > b > r'],
  );

  const { events, done } = begin(plan, {
    inputs: { name: 'Ann' },
    environment: { key: 'secret' },
    conversation: { n: 3 },
  });
  const end = (await done) as RunEnd;

  assert.deepEqual(end.outputs, { answer: 'Ann/hello/secret/3 a.gone' });
  assert.ok(!JSON.stringify(events[0]).includes('secret'));
});

test('a write to a conversation variable is told with the step and seen by later nodes', async () => {
  const plan = drawPlan(
    {
      s: start,
      w: { kind: 'step', set: [{ selector: ['conversation', 'n'], from: 5 }] },
      a: { kind: 'answer', template: '{{#conversation.n#}} {{#conversation.kept#}}' },
    },
    ['s > w > a'],
  );

  const { events, done } = begin(plan, { conversation: { n: 1, kept: 'yes' } });
  const end = (await done) as RunEnd;

  assert.deepEqual(end.outputs, { answer: '5 yes' });
  const written = events.find((event) => event.type === 'node-end' && event.nodeId === 'w');
  assert.deepEqual(written?.type === 'node-end' && written.writes, [
    { selector: ['conversation', 'n'], value: 5 },
  ]);
});

function startedNodes(events: readonly RunEvent[]): string {
  return events.flatMap((event) => (event.type === 'node-start' ? [event.nodeId] : [])).join(' ');
}
