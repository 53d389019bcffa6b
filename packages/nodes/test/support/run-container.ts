import {
  type ContainerEnd,
  type NodeKind,
  type RoundOutcome,
  type StepError,
  type Value,
  type Values,
} from '@outpost/contracts';
import { createTestVariables, type TestPool } from './create-node-context.ts';

/** What one round does: its variables in, its pool (or its failure) out. */
export type TestRound = (
  variables: Values,
  round: number,
) => { readonly pool?: TestPool; readonly error?: StepError; readonly ended?: boolean };

export interface ContainerOutcome {
  readonly end: ContainerEnd;
  /** Rounds in the order they were started. */
  readonly started: readonly { readonly round: number; readonly variables: Values }[];
  /** The most rounds that ran at once. */
  readonly atOnceMax: number;
}

export interface ContainerOptions<Config> {
  readonly kind: NodeKind<Config>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly pool?: TestPool;
  readonly round: TestRound;
  /** Picks the running round that ends next; the one that started first when absent. */
  readonly next?: (running: readonly number[]) => number;
}

/** Drives a container's behaviour as the engine does, one round's end at a time. */
export function runContainer<Config>({
  kind,
  config,
  pool = {},
  round: runRound,
  next = ([first = 0]) => first,
}: ContainerOptions<Config>): ContainerOutcome {
  const nodeId = 'box';
  const parsed = kind.parse({ id: nodeId, title: 'Box', config });
  const behaviour = kind.container;
  if (!behaviour) throw new Error(`${kind.type} is no container.`);
  const context = { nodeId, variables: createTestVariables(pool) };
  let decision = behaviour.begin(context, parsed);
  const started = [...decision.start];
  let running = [...decision.start];
  let atOnceMax = running.length;
  while (!decision.end) {
    const round = next(running.map((one) => one.round));
    const one = running.find((other) => other.round === round);
    if (!one) throw new Error('The container neither ended nor started a round.');
    running = running.filter((other) => other !== one);
    const outcome = outcomeOf(runRound(one.variables, round), { pool, nodeId, ...one });
    // State crosses the log as JSON.
    const state = JSON.parse(JSON.stringify(decision.state)) as Value;
    decision = behaviour.roundEnd(context, parsed, state, outcome);
    started.push(...decision.start);
    running.push(...decision.start);
    atOnceMax = Math.max(atOnceMax, running.length);
  }
  return { end: decision.end, started, atOnceMax };
}

function outcomeOf(
  result: ReturnType<TestRound>,
  at: {
    readonly pool: TestPool;
    readonly nodeId: string;
    readonly round: number;
    readonly variables: Values;
  },
): RoundOutcome {
  const inner = result.pool ?? {};
  const own = { ...at.variables, ...inner[at.nodeId] };
  return {
    round: at.round,
    status: result.error ? 'failed' : 'succeeded',
    error: result.error ?? null,
    variables: createTestVariables({ ...at.pool, ...inner, [at.nodeId]: own }),
    ended: result.ended ?? false,
    elapsedMs: 1500,
  };
}
