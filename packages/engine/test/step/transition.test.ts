import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '@outpost/contracts';
import { createState } from '../../src/state/create-state.ts';
import type { RunState } from '../../src/state/run-state.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { transition, type Transition, type Untimed } from '../../src/step/transition.ts';
import { drawPlan } from '../support/graph.ts';
import { storyOf } from '../support/run.ts';

const at = 1000;

function newState(plan: Plan): RunState {
  return createState({
    plan,
    runId: 'run',
    depth: 0,
    limits: {},
    startNodeId: null,
    variables: new Map(),
  });
}

/** One run of the pure step by hand: a list of inputs made from what came before. */
function play(
  plan: Plan,
  inputs: readonly ((last: Transition) => Untimed)[],
): readonly Transition[] {
  let last: Transition = { state: newState(plan), events: [], effects: [] };
  return inputs.map((input) => {
    last = transition(plan, last.state, { ...input(last), at });
    return last;
  });
}

const begin = (): Untimed => ({ type: 'start', inputs: {}, system: {}, conversation: {} });
const finish = ({ effects }: Transition): Untimed => {
  const [effect] = effects;
  assert.ok(effect);
  return { type: 'step-done', step: effect.step, result: { outputs: { text: 'x' } } };
};

function tell({ events, effects }: Transition): readonly string[] {
  return [...storyOf(events), ...effects.map(({ type, step }) => `${type} ${step.node.id}`)];
}

// s ─▶ a
test('the step asks for a node, is told its result and ends the run', () => {
  const plan = drawPlan({ s: { kind: 'start' }, a: { kind: 'step' } }, ['s > a']);

  assert.deepEqual(play(plan, [begin, finish, finish]).map(tell), [
    ['run-start', 'start s', 'run-step s'],
    ['end s succeeded', 'start a', 'run-step a'],
    ['end a succeeded', 'run-end succeeded'],
  ]);
});

//    ┌▶ a
// s ─┤
//    └▶ b
test('nodes that can run beside each other are asked for together', () => {
  const plan = drawPlan({ s: { kind: 'start' }, a: { kind: 'step' }, b: { kind: 'step' } }, [
    's > a',
    's > b',
  ]);

  assert.deepEqual(play(plan, [begin, finish]).map(tell)[1], [
    'end s succeeded',
    'start a',
    'start b',
    'run-step a',
    'run-step b',
  ]);
});

test('a failed attempt asks for a wait and then for the node again', () => {
  const failure = { retry: { retriesMax: 1, intervalMs: 70 } };
  const plan = drawPlan({ s: { kind: 'start' }, a: { kind: 'step', failure } }, ['s > a']);
  const error = { message: 'm', type: 'T' };

  const told = play(plan, [
    begin,
    finish,
    ({ effects }) => {
      assert.ok(effects[0]);
      return { type: 'step-failed', step: effects[0].step, error, facts: {} };
    },
    ({ effects }) => {
      assert.deepEqual(effects[0]?.type === 'wait' && effects[0].delayMs, 70);
      assert.ok(effects[0]);
      return { type: 'retry-due', step: effects[0].step };
    },
  ]);

  assert.deepEqual(told.map(tell).slice(2), [['retry a 1', 'wait a'], ['run-step a']]);
});

test('stopping ends open steps and asks for their work to be aborted', () => {
  const plan = drawPlan({ s: { kind: 'start' } });

  const [, stopped] = play(plan, [begin, () => ({ type: 'stop', reason: 'enough' })]);

  assert.ok(stopped);
  assert.deepEqual(tell(stopped), ['end s stopped', 'run-end stopped', 'abort-step s']);
});

test('what comes too late changes nothing', () => {
  const plan = drawPlan({ s: { kind: 'start' } });
  const [started] = play(plan, [begin]);
  assert.ok(started);
  const late = finish(started);
  const { state } = transition(plan, started.state, { type: 'stop', reason: 'enough', at });

  assert.deepEqual(tell(transition(plan, state, { ...late, at })), []);
  assert.deepEqual(tell(transition(plan, state, { type: 'stop', reason: 'again', at })), []);
});

test('the same inputs give the same events', () => {
  const plan = drawPlan({ s: { kind: 'start' }, a: { kind: 'answer', template: 'Hi' } }, ['s > a']);
  const events = (): readonly RunEvent[] =>
    play(plan, [begin, finish, finish]).flatMap((turn) => turn.events);

  assert.deepEqual(events(), events());
});
