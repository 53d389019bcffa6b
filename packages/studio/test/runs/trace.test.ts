import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent, Scope } from '@outpost/contracts';
import { foldTrace, type TraceStep } from '../../src/runs/trace.ts';

let seq = 0;
const stamp = () => ({ seq: (seq += 1), at: 1000 + seq });
const ref = (stepId: string, nodeId: string, scope: Scope) => ({
  stepId,
  nodeId,
  kind: 'code',
  title: nodeId,
  index: 1,
  predecessorId: null,
  scope,
});
const start = (stepId: string, nodeId: string, scope: Scope = []): RunEvent => ({
  ...stamp(),
  ...ref(stepId, nodeId, scope),
  type: 'node-start',
  container: null,
  inputs: null,
});
const end = (stepId: string, nodeId: string, scope: Scope = []): RunEvent => ({
  ...stamp(),
  ...ref(stepId, nodeId, scope),
  type: 'node-end',
  status: 'succeeded',
  inputs: { a: 1 },
  processData: null,
  outputs: { b: 2 },
  error: null,
  handle: null,
  writes: [],
  metadata: {},
  startedAt: 1000,
  elapsedMs: 5,
  container: null,
});
const round = (nodeId: string, number: number, scope: Scope = []): RunEvent => ({
  ...stamp(),
  ...ref(`step-${nodeId}`, nodeId, scope),
  type: 'round-start',
  round: number,
  variables: {},
});
const inside = (containerId: string, number: number, around: Scope = []): Scope => [
  ...around,
  { containerId, kind: 'iteration', round: number },
];

/** A tree as text: `box(0: in) end`. */
const draw = (steps: readonly TraceStep[]): string =>
  steps
    .map(({ nodeId, status, rounds }) => {
      const shown = rounds.map(({ round: n, steps: below }) => `${n}: ${draw(below)}`).join('; ');
      return `${nodeId}${status === 'running' ? '…' : ''}${shown === '' ? '' : `(${shown})`}`;
    })
    .join(' ');

test('steps stand below the round of the container they ran in, at any depth', () => {
  const first = inside('outer', 0);
  const second = inside('outer', 1);
  const deep = inside('inner', 0, second);
  const events = [
    start('step-outer', 'outer'),
    round('outer', 0),
    round('outer', 1),
    start('s1', 'work', first),
    end('s1', 'work', first),
    start('step-inner', 'inner', second),
    round('inner', 0, second),
    start('s2', 'work', deep),
    end('s2', 'work', deep),
    end('step-inner', 'inner', second),
    end('step-outer', 'outer'),
    start('s3', 'end'),
  ];

  assert.equal(draw(foldTrace(events).steps), 'outer(0: work; 1: inner(0: work)) end…');
});

test('a container’s name that begins another’s takes none of its rounds', () => {
  const events = [
    start('step-a', 'a'),
    round('a', 0),
    start('step-ab', 'ab'),
    round('ab', 0),
    round('ab', 1),
  ];

  assert.equal(draw(foldTrace(events).steps), 'a…(0: ) ab…(0: ; 1: )');
});

test('the text is what the reader saw last', () => {
  const delta = (text: string): RunEvent => ({
    ...stamp(),
    type: 'text-delta',
    text,
    selector: ['answer', 'answer'],
    responseNodeId: 'answer',
  });
  const replace: RunEvent = { ...stamp(), type: 'text-replace', text: 'Not that.', reason: '' };

  assert.equal(foldTrace([delta('One'), delta(' two')]).text, 'One two');
  assert.equal(foldTrace([delta('One'), replace, delta(' Ok')]).text, 'Not that. Ok');
});
