import {
  markdownFromValue,
  NodeFailure,
  NodePause,
  parseTemplate,
  type NodeContext,
  type NodeKind,
  type NodeResult,
  type NodeTraits,
  type Selector,
  type StepError,
  type Value,
  type Values,
} from '@outpost/contracts';

/** Settings of every kind in these tests: plain data, so that a graph can be read at a glance. */
export interface TestConfig {
  readonly outputs?: Values;
  readonly template?: string;
  readonly handle?: string;
  /** Pieces of `text` to stream, one a turn of the event loop. */
  readonly stream?: readonly string[];
  readonly think?: readonly string[];
  /** Failed attempts before success; -1 never succeeds. */
  readonly failures?: number;
  /** Writes to variables outside. */
  readonly set?: readonly { readonly selector: Selector; readonly from: Selector | Value }[];
  readonly start?: string;
  readonly items?: readonly Value[];
  readonly parallel?: number;
  readonly mode?: 'terminated' | 'continue';
  readonly output?: Selector;
  readonly times?: number;
}

interface KindShape {
  readonly type: string;
  readonly traits?: NodeTraits;
  readonly run?: NodeKind<TestConfig>['run'];
  readonly container?: NodeKind<TestConfig>['container'];
}

/** A kind from its few telling parts. */
export function createKind({ type, traits = {}, run, container }: KindShape): NodeKind {
  const kind: NodeKind<TestConfig> = {
    type,
    traits,
    manifest: {
      group: 'logic',
      title: { en: type, zh: type },
      description: { en: '', zh: '' },
      defaults: {},
    },
    parse: ({ config }) => config,
    references: () => [],
    outputs: (config): Record<string, string> =>
      run === work || run === streamWork ? { text: 'string', ...typesOf(config.outputs) } : {},
    ...(traits.branch ? { handles: () => ['left', 'right'] } : {}),
    writes: (config) => config.set?.map(({ selector }) => selector) ?? [],
    ...(traits.response ? { response: (config) => parseTemplate(config.template ?? '') } : {}),
    ...(run ? { run } : {}),
    ...(container ? { container } : {}),
  };
  return kind as NodeKind;
}

function typesOf(outputs: Values = {}): Record<string, string> {
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, 'any']));
}

/** Attempts by step id, across interruptions of one test. */
const attempts = new WeakMap<object, Map<string, number>>();

function countAttempt({ ports, stepId }: NodeContext): number {
  const counts = attempts.get(ports) ?? new Map<string, number>();
  attempts.set(ports, counts);
  const count = (counts.get(stepId) ?? 0) + 1;
  counts.set(stepId, count);
  return count;
}

function work(context: NodeContext, config: TestConfig): NodeResult {
  const failures = config.failures ?? 0;
  if (failures < 0 || (failures > 0 && countAttempt(context) <= failures))
    throw new NodeFailure(
      { message: `${context.nodeId} failed`, type: 'TestError' },
      { inputs: { tried: true } },
    );
  const text = config.stream?.join('') ?? context.variables.render(config.template ?? '');
  return {
    outputs: { text, ...config.outputs },
    ...(config.handle === undefined ? {} : { handle: config.handle }),
    writes: (config.set ?? []).map(({ selector, from }) => ({
      selector,
      value: Array.isArray(from)
        ? (context.variables.get(from as Selector) ?? null)
        : (from as Value),
    })),
  };
}

function printed({ variables }: NodeContext, template: string): string {
  return parseTemplate(template)
    .map((segment) =>
      segment.type === 'text'
        ? segment.text
        : markdownFromValue(variables.get(segment.selector) ?? null),
    )
    .join('');
}

async function streamWork(context: NodeContext, config: TestConfig): Promise<NodeResult> {
  for (const thought of config.think ?? []) context.reason(thought);
  for (const piece of config.stream ?? []) {
    await Promise.resolve();
    context.stream('text', piece);
  }
  await Promise.resolve();
  return work(context, config);
}

/** Goes through `items`, `parallel` rounds at a time, each round apart from the others. */
const each: NodeKind<TestConfig>['container'] = {
  startNodeId: (config) => config.start ?? null,
  sharesWrites: false,
  begin(context, config) {
    const items = config.items ?? [];
    const state = { next: Math.min(config.parallel ?? 1, items.length), results: {}, open: 0 };
    if (items.length === 0)
      return { state, start: [], end: { status: 'succeeded', outputs: { output: [] } } };
    const start = items
      .slice(0, state.next)
      .map((item, round) => ({ round, variables: { item, index: round } }));
    return { state, start, rounds: items.length, inputs: { items } };
  },
  roundEnd(context, config, memory, { round, status, error, variables }) {
    const items = config.items ?? [];
    const { next, results } = memory as { next: number; results: Record<string, Value> };
    const result = status === 'failed' ? null : (variables.get(config.output ?? []) ?? null);
    const all: Record<string, Value> = { ...results, [round]: result };
    if (status === 'failed' && config.mode !== 'continue')
      return {
        state: memory,
        start: [],
        end: { status: 'failed', outputs: {}, error: error as StepError },
      };
    const state = { next: next + 1, results: all };
    const outputs = { output: items.map((_, index) => all[index] ?? null) };
    if (Object.keys(all).length === items.length)
      return { state, start: [], end: { status: 'succeeded', outputs } };
    if (next >= items.length) return { state: { next, results: all }, start: [] };
    return {
      state,
      start: [{ round: next, variables: { item: items[next] ?? null, index: next } }],
    };
  },
};

/** Runs its inside `times` times or until ended; its variable `n` is shared by all rounds. */
const repeat: NodeKind<TestConfig>['container'] = {
  startNodeId: (config) => config.start ?? null,
  sharesWrites: true,
  begin: (_, config) => ({
    state: null,
    start: [{ round: 0, variables: { n: config.outputs?.['n'] ?? 0 } }],
    inputs: config.outputs ?? {},
  }),
  roundEnd({ nodeId }, config, _, { round, status, error, variables, ended }) {
    const n = variables.get([nodeId, 'n']) ?? null;
    if (status === 'failed')
      return { state: null, start: [], end: { status, outputs: {}, error: error as StepError } };
    if (ended || round + 1 >= (config.times ?? 1))
      return { state: null, start: [], end: { status, outputs: { n, rounds: round + 1 } } };
    return { state: null, start: [{ round: round + 1, variables: {} }] };
  },
};

const shapes: readonly KindShape[] = [
  {
    type: 'start',
    traits: { root: true },
    run: (context) => ({ outputs: { ...context.variables.scope(context.nodeId) } }),
  },
  { type: 'inner-start', traits: { root: true, hidden: true }, run: () => ({ outputs: {} }) },
  { type: 'step', traits: { retries: true, strategies: true }, run: work },
  { type: 'slow', traits: { retries: true, strategies: true, streams: true }, run: streamWork },
  { type: 'branch', traits: { branch: true }, run: work },
  {
    type: 'answer',
    traits: { response: true },
    run: (context, config) => ({ outputs: { answer: printed(context, config.template ?? '') } }),
  },
  { type: 'never', traits: {}, run: () => new Promise(() => {}) },
  {
    type: 'ask',
    traits: {},
    run: ({ nodeId, variables }) => {
      const reply = variables.get(['env', 'reply']);
      if (reply === undefined) throw new NodePause({ form: nodeId });
      return { outputs: { reply } };
    },
  },
  { type: 'leave', traits: { endsContainer: true }, run: () => ({ outputs: {} }) },
  { type: 'each', traits: { strategies: true }, container: each },
  { type: 'repeat', traits: {}, container: repeat },
  { type: 'note', traits: { note: true } },
];

export const testKinds: ReadonlyMap<string, NodeKind> = new Map(
  shapes.map((shape) => [shape.type, createKind(shape)]),
);
