import {
  AppError,
  type GivenStep,
  type GivenSteps,
  type RunStart,
  type Value,
  type Values,
} from '@outpost/contracts';
import type { Kept } from '@outpost/engine';
import type { Runnable } from '../apps/runnables.ts';

/** What a run begins with. */
export type Beginning = Pick<RunStart, 'at' | 'inputs' | 'system' | 'conversation' | 'startNodeId'>;

/** What a node gives instead of being run; `handle` is the way out of a branch. */
interface Pin {
  readonly outputs: Values;
  readonly handle?: string | undefined;
}
/** By node id. */
export type Pins = Readonly<Record<string, Pin>>;

/**
 * The same with values replaced, by selector text: outputs of kept steps, in every round, and what
 * the run begins with. With `all` a value that nothing kept would give is refused.
 */
export function withValues(
  { start, kept }: { readonly start: Beginning; readonly kept: Kept },
  values: Values,
  which: 'all' | 'where known',
): { readonly start: Beginning; readonly kept: Kept } {
  let { inputs, system, conversation } = start;
  const given: Record<string, GivenStep> = { ...kept.given };
  for (const [selector, value] of Object.entries(values)) {
    const [scope, name] = splitSelector(selector);
    if (scope === 'sys') system = { ...system, [name]: value };
    else if (scope === 'conversation') {
      conversation = { ...conversation, [name]: value };
      for (const [place, step] of Object.entries(given))
        given[place] = { ...step, writes: step.writes.filter((write) => !isTo(write, name)) };
    } else {
      const isKept = replaceOutput(given, scope, { name, value });
      const isInput = scope === start.startNodeId;
      if (isInput) inputs = { ...inputs, [name]: value };
      if (!isKept && !isInput && which === 'all')
        throw debugRefusal({
          en: `${selector} is not given by a step that is kept`,
          zh: `${selector} 不属于被保留的步骤`,
        });
    }
  }
  return { start: { ...start, inputs, system, conversation }, kept: { ...kept, given } };
}

function isTo({ selector }: GivenStep['writes'][number], name: string): boolean {
  return selector[0] === 'conversation' && selector[1] === name;
}

function replaceOutput(
  given: Record<string, GivenStep>,
  nodeId: string,
  { name, value }: { readonly name: string; readonly value: Value },
): boolean {
  const places = Object.keys(given).filter(
    (place) => place === nodeId || place.endsWith(`/${nodeId}`),
  );
  for (const place of places) {
    const step = given[place];
    if (step) given[place] = { ...step, outputs: { ...step.outputs, [name]: value } };
  }
  return places.length > 0;
}

/** Pins go before what is kept, in every round. */
export function withPins({ plan }: Runnable, given: GivenSteps, pins: Pins): GivenSteps {
  const others = Object.entries(given).filter(
    ([place]) => !Object.hasOwn(pins, place.slice(place.lastIndexOf('/') + 1)),
  );
  const pinned = Object.entries(pins).map(([nodeId, { outputs, handle = null }]) => {
    const node = plan.nodes.get(nodeId);
    if (!node && !plan.emptied.has(nodeId))
      throw debugRefusal({
        en: `the pinned node ${nodeId} is not in the draft`,
        zh: `草稿中没有被固定的节点 ${nodeId}`,
      });
    return [nodeId, { ...pinnedStep, outputs, handle }] as const;
  });
  return Object.fromEntries([...others, ...pinned]);
}

const pinnedStep: Omit<GivenStep, 'outputs' | 'handle'> = {
  origin: 'pinned',
  status: 'succeeded',
  inputs: null,
  processData: null,
  error: null,
  writes: [],
  metadata: {},
};

/** The run was asked for in a way that makes no sense. */
export function debugRefusal(reason: { readonly en: string; readonly zh: string }): AppError {
  return new AppError('debug_option_invalid', { details: { reason } });
}

export function splitSelector(selector: string): readonly [string, string] {
  const dot = selector.indexOf('.');
  return dot < 0 ? [selector, ''] : [selector.slice(0, dot), selector.slice(dot + 1)];
}
