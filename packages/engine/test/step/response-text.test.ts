import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '@outpost/contracts';
import { drawPlan, type NodeShape } from '../support/graph.ts';
import { begin, shownText, storyOf } from '../support/run.ts';

const start: NodeShape = { kind: 'start' };

interface Case {
  readonly name: string;
  readonly nodes: Readonly<Record<string, NodeShape>>;
  readonly edges: readonly string[];
  /** Starts, ends and texts, in order. */
  readonly story: readonly string[];
}

const cases: readonly Case[] = [
  // s ─▶ m ─▶ a
  {
    name: 'text before the first variable comes at once, pieces as they arrive, the rest before the end of the node',
    nodes: {
      s: start,
      m: { kind: 'slow', stream: ['one ', 'two'] },
      a: { kind: 'answer', template: 'Hi {{#m.text#}}!' },
    },
    edges: ['s > m > a'],
    story: [
      'text "Hi "',
      'start s',
      'end s succeeded',
      'start m',
      'text "one "',
      'text "two"',
      'text "!"',
      'end m succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  //    ┌▶ p (slow) ─┐
  // s ─┤            ├▶ a "{{p}} {{q}}"
  //    └▶ q (quick)─┘
  {
    name: 'two models in one answer are shown in the order of the template',
    nodes: {
      s: start,
      p: { kind: 'slow', stream: ['p1', 'p2', 'p3', 'p4'] },
      q: { kind: 'slow', stream: ['q1'] },
      a: { kind: 'answer', template: '{{#p.text#}} {{#q.text#}}' },
    },
    edges: ['s > p > a', 's > q > a'],
    story: [
      'start s',
      'end s succeeded',
      'start p',
      'start q',
      'text "p1"',
      'text "p2"',
      'text "p3"',
      'end q succeeded',
      'text "p4"',
      'text " "',
      'text "q1"',
      'end p succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  //          ┌─x─▶ a "A {{m}}"
  // s ─▶ m ─▶ i
  //          └─y─▶ b "B {{m}}"   (chosen: y)
  {
    name: 'an answer behind a branch starts only when its branch is chosen',
    nodes: {
      s: start,
      m: { kind: 'slow', stream: ['m'] },
      i: { kind: 'branch', handle: 'y' },
      a: { kind: 'answer', template: 'A {{#m.text#}}' },
      b: { kind: 'answer', template: 'B {{#m.text#}}' },
    },
    edges: ['s > m > i', 'i.x > a', 'i.y > b'],
    story: [
      'start s',
      'end s succeeded',
      'start m',
      'end m succeeded',
      'start i',
      'text "B "',
      'text "m"',
      'end i succeeded',
      'start b',
      'end b succeeded',
    ],
  },
  // s ─▶ a "first {{m}}" … a and b in series; n, which b prints, is done before m
  //  └▶ n ─▶ m ─▶ a ─▶ b
  {
    name: 'two answers in series come one after the other',
    nodes: {
      s: start,
      n: { kind: 'step', template: 'n' },
      m: { kind: 'slow', stream: ['m'] },
      a: { kind: 'answer', template: '[{{#m.text#}}]' },
      b: { kind: 'answer', template: '[{{#n.text#}}]' },
    },
    edges: ['s > n > m > a > b'],
    story: [
      'text "["',
      'start s',
      'end s succeeded',
      'start n',
      'end n succeeded',
      'start m',
      'text "m"',
      'text "]"',
      'end m succeeded',
      'start a',
      'text "["',
      'text "n"',
      'text "]"',
      'end a succeeded',
      'start b',
      'end b succeeded',
    ],
  },
  //       ┌─x─▶ m ─┐
  // s ─▶ i┤        ├▶ a "{{m}}{{n}}"   (chosen: y)
  //       └─y─▶ n ─┘
  {
    name: 'a variable of a skipped node is nothing',
    nodes: {
      s: start,
      i: { kind: 'branch', handle: 'y' },
      m: { kind: 'slow', stream: ['m'] },
      n: { kind: 'slow', stream: ['n'] },
      a: { kind: 'answer', template: '{{#m.text#}}{{#n.text#}}' },
    },
    edges: ['s > i', 'i.x > m > a', 'i.y > n > a'],
    story: [
      'start s',
      'end s succeeded',
      'start i',
      'end i succeeded',
      'start n',
      'text "n"',
      'end n succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  // s ─▶ w ─▶ a "{{conversation.v}}"
  {
    name: 'an answer waits for the node that writes what it prints',
    nodes: {
      s: start,
      w: { kind: 'slow', set: [{ selector: ['conversation', 'v'], from: 'new' }] },
      a: { kind: 'answer', template: 'v={{#conversation.v#}}' },
    },
    edges: ['s > w > a'],
    story: [
      'start s',
      'end s succeeded',
      'start w',
      'text "v="',
      'text "new"',
      'end w succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  // s ─▶ w ─▶ a "{{conversation.other}}"
  {
    name: 'an answer does not wait for a node that writes something else',
    nodes: {
      s: start,
      w: { kind: 'slow', set: [{ selector: ['conversation', 'v'], from: 'new' }] },
      a: { kind: 'answer', template: 'v={{#conversation.other#}}' },
    },
    edges: ['s > w > a'],
    story: [
      'text "v="',
      'start s',
      'end s succeeded',
      'start w',
      'end w succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  // s ─▶ m ─▶ a ; m has no output `gone`
  {
    name: 'an output that its node did not give is nothing and blocks nobody',
    nodes: {
      s: start,
      m: { kind: 'slow', stream: ['m'] },
      a: { kind: 'answer', template: '{{#m.gone#}}.' },
    },
    edges: ['s > m > a'],
    story: [
      'start s',
      'end s succeeded',
      'start m',
      'text "."',
      'end m succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  // s ─▶ m ─▶ a ; nothing prints m
  {
    name: 'pieces and thoughts of a node that no template mentions are not passed on',
    nodes: {
      s: start,
      m: { kind: 'slow', stream: ['m'], think: ['hm'] },
      a: { kind: 'answer', template: 'done' },
    },
    edges: ['s > m > a'],
    story: [
      'text "done"',
      'start s',
      'end s succeeded',
      'start m',
      'end m succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  // s ─▶ m ─▶ a
  {
    name: 'thoughts are passed on and told to be over before the text begins',
    nodes: {
      s: start,
      m: { kind: 'slow', stream: ['m'], think: ['hm', 'ah'] },
      a: { kind: 'answer', template: '{{#m.text#}}' },
    },
    edges: ['s > m > a'],
    story: [
      'start s',
      'end s succeeded',
      'start m',
      'thought "hm"',
      'thought "ah"',
      'thought "" final',
      'text "m"',
      'end m succeeded',
      'start a',
      'end a succeeded',
    ],
  },
  // s ─▶ m (fails, fail branch) ─fail─▶ a
  {
    name: 'a node with a fail branch is a branch: answers behind it wait for it',
    nodes: {
      s: start,
      m: { kind: 'slow', stream: ['m'], failure: { strategy: 'fail-branch' } },
      a: { kind: 'answer', template: 'ok {{#m.text#}}' },
      b: { kind: 'answer', template: 'failed' },
    },
    edges: ['s > m > a', 'm.fail-branch > b'],
    story: [
      'start s',
      'end s succeeded',
      'start m',
      'text "ok "',
      'text "m"',
      'end m succeeded',
      'start a',
      'end a succeeded',
    ],
  },
];

for (const { name, nodes, edges, story } of cases)
  test(name, async () => {
    const { events, done } = begin(drawPlan(nodes, edges));

    await done;

    assert.deepEqual(storyOf(events).slice(1, -1), story);
  });

// s ─▶ m ─▶ a    m streams “wrong”, fails, and has a default
test('what a node has shown and then not meant is replaced', async () => {
  const plan = drawPlan(
    {
      s: start,
      m: {
        kind: 'slow',
        stream: ['wr', 'ong'],
        failures: -1,
        failure: { strategy: 'default-value', defaults: { text: 'sorry' } },
      },
      a: { kind: 'answer', template: 'So: {{#m.text#}}.' },
    },
    ['s > m > a'],
  );

  const { events, done } = begin(plan);
  await done;

  assert.deepEqual(storyOf(events).slice(5, 10), [
    'text "wr"',
    'text "ong"',
    'replace "So: sorry" changed',
    'text "."',
    'end m exception',
  ]);
  assert.equal(shownText(events), 'So: sorry.');
});

// s ─▶ m ─▶ a    m fails once after its first words
test('a retry takes back what the failed attempt has shown', async () => {
  const plan = drawPlan(
    {
      s: start,
      m: {
        kind: 'slow',
        stream: ['he', 'llo'],
        failures: 1,
        failure: { retry: { retriesMax: 2, intervalMs: 0 } },
      },
      a: { kind: 'answer', template: '{{#m.text#}}' },
    },
    ['s > m > a'],
  );

  const { events, clock, done } = begin(plan);
  while (!events.some(({ type }) => type === 'node-retry')) await Promise.resolve();
  clock.advance(1);
  await done;

  assert.deepEqual(storyOf(events).slice(4, 10), [
    'text "he"',
    'text "llo"',
    'replace "" retry',
    'retry m 1',
    'text "he"',
    'text "llo"',
  ]);
});

test('text tells where it comes from', async () => {
  const plan = drawPlan({ s: start, a: { kind: 'answer', template: 'Hi {{#s.who#}}' } }, ['s > a']);

  const { events, done } = begin(plan, { inputs: { who: 'Ann' } });
  await done;

  const texts = events.filter((event: RunEvent) => event.type === 'text-delta');
  assert.deepEqual(
    texts.map(({ text, selector, responseNodeId }) => [text, selector, responseNodeId]),
    [
      ['Hi ', ['a', 'answer'], 'a'],
      ['Ann', ['s', 'who'], 'a'],
    ],
  );
});
