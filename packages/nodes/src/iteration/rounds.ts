/**
 * How an iteration goes: one round an item, one after the other or several at once; each round sees
 * its own `item` and `index`. Results stand in the order of the items, whichever round ends first.
 */
import type {
  ContainerBehaviour,
  ContainerContext,
  ContainerDecision,
  Value,
  Variables,
} from '@outpost/contracts';
import { failWith, requireValue } from '../failures/node-failure.ts';
import type { IterationConfig } from './config.ts';

/** Slots of rounds that are not done, or are left out, are absent from `results`. */
interface IterationState {
  readonly [key: string]: Value;
  readonly items: readonly Value[];
  /** Rounds started so far. */
  readonly started: number;
  readonly ended: number;
  /** By index. */
  readonly results: Readonly<Record<string, Value>>;
  /** Seconds by index. */
  readonly durations: Readonly<Record<string, number>>;
}

export const iterationRounds: ContainerBehaviour<IterationConfig> = {
  sharesWrites: false,
  startNodeId: (config) => config.start_node_id ?? null,

  begin({ variables }, config) {
    const items = readItems(variables, config);
    const inputs = { iterator_selector: items };
    const state: IterationState = { items, started: 0, ended: 0, results: {}, durations: {} };
    if (items.length === 0) return { ...finish(state, config), rounds: 0, inputs };
    const atOnce = config.is_parallel ? config.parallel_nums : 1;
    return { ...startRounds(state, Math.min(atOnce, items.length)), rounds: items.length, inputs };
  },

  roundEnd(_context: ContainerContext, config, stored, { round, status, error, ...outcome }) {
    const before = stored as IterationState;
    const failed = status === 'failed';
    const kept = !failed || config.error_handle_mode !== 'remove-abnormal-output';
    const result = failed ? null : (outcome.variables.get(config.output_selector) ?? null);
    const state: IterationState = {
      ...before,
      ended: before.ended + 1,
      results: kept ? { ...before.results, [round]: result } : before.results,
      durations: { ...before.durations, [round]: outcome.elapsedMs / 1000 },
    };
    if (failed && config.error_handle_mode === 'terminated')
      return {
        state,
        start: [],
        end: {
          status: 'failed',
          outputs: {},
          error: error ?? { message: 'A round failed.', type: 'IterationNodeError' },
          metadata: { iteration_duration_map: state.durations },
        },
      };
    if (state.ended === state.items.length) return finish(state, config);
    return startRounds(state, 1);
  },
};

function readItems(variables: Variables, config: IterationConfig): readonly Value[] {
  const value = requireValue(variables, config.iterator_selector);
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  throw failWith('InvalidIteratorValueError', {
    en: `The variable “${config.iterator_selector.join('.')}” is not a list to iterate over.`,
    zh: `变量“${config.iterator_selector.join('.')}”不是可迭代的列表。`,
  });
}

function startRounds(state: IterationState, count: number): ContainerDecision {
  const first = state.started;
  const items = state.items.slice(first, first + count);
  return {
    state: { ...state, started: first + items.length },
    start: items.map((item, offset) => ({
      round: first + offset,
      variables: { item, index: first + offset },
    })),
  };
}

function finish(state: IterationState, config: IterationConfig): ContainerDecision {
  const results = state.items.flatMap((_item, index): readonly Value[] => {
    const result = state.results[index];
    return result === undefined ? [] : [result];
  });
  const output = config.flatten_output ? flatten(results) : results;
  return {
    state,
    start: [],
    end: {
      status: 'succeeded',
      outputs: { output },
      metadata: { iteration_duration_map: state.durations },
    },
  };
}

/** One level, if there are lists and nothing but lists besides nulls. */
function flatten(results: readonly Value[]): readonly Value[] {
  const present = results.filter((result) => result !== null);
  const lists = present.filter((result): result is readonly Value[] => Array.isArray(result));
  return present.length > 0 && lists.length === present.length ? lists.flat(1) : results;
}
