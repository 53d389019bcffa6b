/**
 * How a loop goes. The break test is made before the first round (where what is missing does not
 * matter: nothing has run yet) and after every round (where it fails the loop). A finished
 * `loop-end` node breaks as well, after its round. Loop variables carry from round to round.
 */
import {
  stepErrorFrom,
  type ContainerBehaviour,
  type ContainerDecision,
  type StepError,
  type Value,
  type Values,
  type Variables,
} from '@outpost/contracts';
import { evaluateConditions } from '../conditions/evaluate-conditions.ts';
import { withVariables } from '../variables/with-variables.ts';
import type { LoopConfig } from './config.ts';
import { initialVariables } from './loop-variables.ts';

interface LoopState {
  readonly [key: string]: Value;
  readonly variables: Values;
  /** Seconds by round. */
  readonly durations: Readonly<Record<string, number>>;
  /** The loop variables after each round. */
  readonly history: Readonly<Record<string, Values>>;
}

type Reason = 'loop_break' | 'loop_completed' | 'error';

export const loopRounds: ContainerBehaviour<LoopConfig> = {
  sharesWrites: true,
  startNodeId: (config) => config.start_node_id ?? null,

  begin({ nodeId, variables }, config) {
    const initial = initialVariables(config.loop_variables, variables);
    const state: LoopState = { variables: initial, durations: {}, history: {} };
    const inputs = { loop_count: config.loop_count, ...initial };
    const facts = { rounds: config.loop_count, inputs };
    if (breaksAtOnce(config, withVariables(variables, nodeId, initial))) {
      const decision = finish(state, 'loop_break', {});
      const writes = Object.entries(initial).map(([label, value]) => ({
        selector: [nodeId, label],
        value,
      }));
      return { ...decision, ...facts, end: { ...decision.end, writes } };
    }
    if (config.loop_count === 0)
      return { ...finish(state, 'loop_completed', { ...initial, loop_round: 0 }), ...facts };
    return { state, start: [{ round: 0, variables: initial }], ...facts };
  },

  roundEnd({ nodeId }, config, stored, { round, status, error, variables, ended, elapsedMs }) {
    const before = stored as LoopState;
    const values = Object.fromEntries(
      config.loop_variables.map(({ label }) => [label, variables.get([nodeId, label]) ?? null]),
    );
    const state: LoopState = {
      variables: values,
      durations: { ...before.durations, [round]: elapsedMs / 1000 },
      history: { ...before.history, [round]: values },
    };
    if (status === 'failed')
      return fail(state, error ?? { message: 'A round failed.', type: 'LoopNodeError' });
    const outputs = { ...values, loop_round: round + 1 };
    try {
      if (ended || breaks(config, variables)) return finish(state, 'loop_break', outputs);
    } catch (thrown) {
      return fail(state, stepErrorFrom(thrown));
    }
    if (round + 1 >= config.loop_count) return finish(state, 'loop_completed', outputs);
    return { state, start: [{ round: round + 1, variables: values }] };
  },
};

function breaksAtOnce(config: LoopConfig, variables: Variables): boolean {
  try {
    return breaks(config, variables);
  } catch {
    return false;
  }
}

// Conditions that are not there never break, although an empty “and” holds elsewhere.
function breaks(
  { break_conditions: conditions, logical_operator: operator }: LoopConfig,
  variables: Variables,
): boolean {
  return conditions.length > 0 && evaluateConditions(conditions, operator, variables).holds;
}

function finish(
  state: LoopState,
  reason: Reason,
  outputs: Values,
): ContainerDecision & { readonly end: object } {
  return {
    state,
    start: [],
    end: { status: 'succeeded', outputs, metadata: metadataOf(state, reason) },
  };
}

function fail(state: LoopState, error: StepError): ContainerDecision {
  return {
    state,
    start: [],
    end: { status: 'failed', outputs: {}, error, metadata: metadataOf(state, 'error') },
  };
}

function metadataOf(state: LoopState, reason: Reason) {
  return {
    completed_reason: reason,
    loop_duration_map: state.durations,
    loop_variable_map: state.history,
  };
}
