import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEnd, RunEvent, Values } from '@outpost/contracts';
import { runNode } from '../../src/driver/run-node.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { drawPlan } from '../support/graph.ts';
import { createPorts, facts, storyOf } from '../support/run.ts';

const plan = drawPlan(
  {
    s: { kind: 'start' },
    x: { kind: 'step', template: '{{#s.name#}} {{#env.key#}}' },
    e: { kind: 'each', start: 'es', items: [1, 2], output: ['y', 'text'] },
    es: { kind: 'inner-start', inside: 'e' },
    y: { kind: 'step', template: '{{#e.item#}}{{#x.text#}}', inside: 'e' },
    a: { kind: 'answer' },
  },
  ['s > x > e > a', 'es > y'],
);

async function runAlone(
  of: Plan,
  nodeId: string,
  variables: Readonly<Record<string, Values>>,
): Promise<{ readonly events: readonly RunEvent[]; readonly end: RunEnd }> {
  const events: RunEvent[] = [];
  const { done } = runNode({
    plan: of,
    nodeId,
    variables,
    facts,
    ports: createPorts().ports,
    onEvents: (batch) => {
      events.push(...batch);
    },
  });
  return { events, end: (await done) as RunEnd };
}

test('one node runs alone with the variables it is given; its outputs are the run’s', async () => {
  const { events, end } = await runAlone(plan, 'x', { s: { name: 'Ann' }, env: { key: 'k' } });

  assert.deepEqual(end.outputs, { text: 'Ann k' });
  assert.deepEqual(storyOf(events), [
    'run-start',
    'start x',
    'end x succeeded',
    'run-end succeeded',
  ]);
  assert.ok(!JSON.stringify(events[0]).includes('"k"'));
});

test('a container runs alone with what is inside it', async () => {
  const { end } = await runAlone(plan, 'e', { x: { text: '!' } });

  assert.deepEqual(end.outputs, { output: ['1!', '2!'] });
});

test('a node that is not in the plan cannot run', async () => {
  await assert.rejects(runAlone(plan, 'gone', {}), /cannot start with node “gone”/);
});
