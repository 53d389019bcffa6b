import type {
  GivenSteps,
  NodePorts,
  RunEnd,
  RunEvent,
  RunFacts,
  RunPause,
  Values,
} from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import { resumeRun } from '../../src/driver/resume-run.ts';
import type { ActiveRun, DriverOptions } from '../../src/driver/run-driver.ts';
import { startRun } from '../../src/driver/start-run.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { RunLimits } from '../../src/state/run-state.ts';

export const facts: RunFacts = {
  runId: '6f1c5a9e-0000-4000-8000-000000000001',
  appId: 'app',
  mode: 'advanced-chat',
  userId: 'user',
  conversationId: 'conversation',
  depth: 0,
};

export interface TestRun {
  readonly events: RunEvent[];
  readonly clock: ReturnType<typeof createTestClock>;
  readonly run: ActiveRun;
  /** The last event, once the run has ended or paused. */
  readonly done: Promise<RunEnd | RunPause>;
}

export interface TestRunOptions {
  readonly inputs?: Values;
  readonly environment?: Values;
  readonly conversation?: Values;
  readonly startNodeId?: string;
  readonly limits?: Partial<RunLimits>;
  readonly depth?: number;
  readonly given?: GivenSteps;
  readonly onEvents?: DriverOptions['onEvents'];
}

/** Only the ports that the test kinds use exist. */
export function createPorts(): { readonly ports: NodePorts; readonly clock: TestRun['clock'] } {
  const clock = createTestClock();
  return { clock, ports: { clock } as unknown as NodePorts };
}

export function begin(plan: Plan, options: TestRunOptions = {}): TestRun {
  const { clock, ports } = createPorts();
  const events: RunEvent[] = [];
  const { inputs = {}, environment = {}, conversation = {}, depth = 0, ...rest } = options;
  const run = startRun({
    plan,
    facts: { ...facts, depth },
    ports,
    inputs,
    environment,
    conversation,
    system: { query: 'hello' },
    ...rest,
    onEvents: (batch) => {
      events.push(...batch);
      return options.onEvents?.(batch);
    },
  });
  return { events, clock, run, done: run.done };
}

/** Goes on from a prefix of a log; `events` is the whole log in the end. */
export function goOn(
  plan: Plan,
  prefix: readonly RunEvent[],
  { environment = {}, limits = {}, depth = 0 }: TestRunOptions = {},
): TestRun {
  const { clock, ports } = createPorts();
  const events = [...prefix];
  const run = resumeRun({
    plan,
    facts: { ...facts, depth },
    ports,
    environment,
    limits,
    events: prefix,
    onEvents: (batch) => {
      events.push(...batch);
    },
  });
  return { events, clock, run, done: run.done };
}

/** What a reader has in front of them after these events. */
export function shownText(events: readonly RunEvent[]): string {
  let text = '';
  for (const event of events) {
    if (event.type === 'text-delta') text += event.text;
    if (event.type === 'text-replace') text = event.text;
  }
  return text;
}

/** The events as short lines, e.g. `start a`, `text "Hi"`, `end a succeeded`. */
export function storyOf(events: readonly RunEvent[]): readonly string[] {
  return events.map((event) => {
    switch (event.type) {
      case 'node-start':
        return `start ${event.nodeId}${roundsOf(event.scope)}`;
      case 'node-end':
        return `end ${event.nodeId}${roundsOf(event.scope)} ${event.status}`;
      case 'node-retry':
        return `retry ${event.nodeId} ${event.retryIndex}`;
      case 'round-start':
        return `round ${event.nodeId} ${event.round}`;
      case 'round-end':
        return `round-end ${event.nodeId} ${event.round} ${event.status}`;
      case 'text-delta':
        return `text ${JSON.stringify(event.text)}`;
      case 'text-replace':
        return `replace ${JSON.stringify(event.text)} ${event.reason}`;
      case 'reasoning-delta':
        return `thought ${JSON.stringify(event.text)}${event.final ? ' final' : ''}`;
      case 'run-end':
        return `run-end ${event.status}`;
      default:
        return event.type;
    }
  });
}

function roundsOf(scope: readonly { readonly round: number }[]): string {
  return scope.length === 0 ? '' : `[${scope.map(({ round }) => round).join('.')}]`;
}
