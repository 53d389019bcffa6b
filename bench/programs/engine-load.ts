/** The engine without a store or a socket: runs of one plan, one after the other. */
import type { Graph, GraphNode, NodePorts, RunEvent } from '@outpost/contracts';
import { noFailurePolicy } from '@outpost/contracts';
import { compilePlan, startRun } from '@outpost/engine';
import { createNodeKinds } from '@outpost/nodes';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { answerParent } from './answer-parent.ts';

export interface EngineLoad {
  /** Nodes between start and end. */
  readonly between: number;
  readonly rounds: number;
  readonly roundMs: number;
}

export interface EngineFigures {
  /** Node executions a second, by round. */
  readonly rates: readonly number[];
}

answerParent<EngineLoad, EngineFigures>(async ({ between, rounds, roundMs }) => {
  const plan = compilePlan({ graph: chain(between), kinds: createNodeKinds(), mode: 'workflow' });
  const clock = { now: Date.now, monotonic: () => performance.now(), after: () => () => {} };
  // Nodes of this graph touch nothing but the clock.
  const ports = { clock } as unknown as NodePorts;
  let last: RunEvent | undefined;
  let runs = 0;
  const run = (): void => {
    runs += 1;
    startRun({
      plan,
      facts: {
        runId: `run-${runs}`,
        appId: 'app',
        mode: 'workflow',
        userId: 'user',
        conversationId: null,
        depth: 0,
      },
      ports,
      inputs: { text: 'hello' },
      system: { user_id: 'user', app_id: 'app', workflow_id: 'workflow', workflow_run_id: 'run' },
      environment: {},
      conversation: {},
      onEvents: (events) => {
        last = events.at(-1);
      },
    });
  };
  const measure = async (): Promise<number> => {
    const begun = performance.now();
    const before = runs;
    while (performance.now() - begun < roundMs) {
      for (let count = 0; count < runsATurn; count++) run();
      await nextTurn();
    }
    return ((runs - before) * (between + 2) * 1000) / (performance.now() - begun);
  };
  await measure();
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) rates.push(await measure());
  if (last?.type !== 'run-end' || last.outputs['text'] !== 'hello')
    throw new Error('The runs did not end as they should.');
  return { rates };
});

/** As in a server under load: some runs, then whatever else waits, such as promises that are done. */
const runsATurn = 32;

/** Start, aggregators that pass the text on, end. */
function chain(between: number): Graph {
  const ids = ['start', ...Array.from({ length: between }, (_, index) => `pass${index}`), 'end'];
  const output = between === 0 ? ['start', 'text'] : [`pass${between - 1}`, 'output'];
  return {
    nodes: ids.map((id, index) => node(id, index, ids[index - 1] ?? '', output)),
    edges: ids.slice(1).map((target, index) => ({
      id: `edge${index}`,
      source: ids[index] ?? '',
      handle: 'source',
      target,
      extra: {},
    })),
    viewport: { x: 0, y: 0, zoom: 1 },
  };
}

function node(id: string, index: number, before: string, output: readonly string[]): GraphNode {
  const common = {
    id,
    title: id,
    failure: noFailurePolicy,
    position: { x: index, y: 0 },
    extra: {},
  };
  if (id === 'start') return { ...common, kind: 'start', config: { variables: [textVariable] } };
  if (id === 'end') {
    const outputs = [{ variable: 'text', value_selector: output, value_type: 'string' }];
    return { ...common, kind: 'end', config: { outputs } };
  }
  const variables = [before === 'start' ? ['start', 'text'] : [before, 'output']];
  return { ...common, kind: 'variable-aggregator', config: { variables, output_type: 'string' } };
}

const textVariable = {
  label: 'Text',
  max_length: 200,
  options: [],
  required: true,
  type: 'text-input',
  variable: 'text',
};
