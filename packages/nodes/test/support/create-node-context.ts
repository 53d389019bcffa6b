import {
  renderTemplate,
  valueAtPath,
  type NodeContext,
  type NodeKind,
  type NodePorts,
  type NodeResult,
  type RunFacts,
  type Value,
  type Values,
  type Variables,
} from '@outpost/contracts';
import { createFakeNodePorts } from '@outpost/contracts/testing';

/** Values by scope and name, as a node's surroundings. */
export type TestPool = Readonly<Record<string, Values>>;

export interface TestContextOptions {
  readonly pool?: TestPool;
  readonly ports?: Partial<NodePorts>;
  readonly run?: Partial<RunFacts>;
  readonly nodeId?: string;
  readonly signal?: AbortSignal;
}

export interface TestContext extends NodeContext {
  /** `[name, text]` of every streamed piece. */
  readonly streamed: (readonly [name: string, text: string])[];
  readonly reasoned: string[];
}

/** What a node sees when it runs, with fakes for the world and a record of what it streamed. */
export function createNodeContext(options: TestContextOptions = {}): TestContext {
  const { pool = {}, ports = {}, run = {}, nodeId = 'node', signal } = options;
  const streamed: (readonly [name: string, text: string])[] = [];
  const reasoned: string[] = [];
  return {
    nodeId,
    title: 'Node under test',
    stepId: 'step-1',
    run: {
      runId: 'run-1',
      appId: 'app-1',
      mode: 'workflow',
      userId: 'user-1',
      conversationId: null,
      depth: 0,
      ...run,
    },
    variables: createTestVariables(pool),
    ports: createFakeNodePorts(ports),
    signal: signal ?? new AbortController().signal,
    stream: (name, text) => streamed.push([name, text]),
    reason: (text) => reasoned.push(text),
    log: () => {},
    streamed,
    reasoned,
  };
}

/** Variables over plain data, with the rules of spec/dsl.md 4.1. */
export function createTestVariables(pool: TestPool): Variables {
  const get = ([scope = '', name = '', ...path]: readonly string[]): Value | undefined => {
    const value = pool[scope]?.[name];
    return value === undefined ? undefined : valueAtPath(value, path);
  };
  return {
    get,
    render: (template) => renderTemplate(template, get),
    scope: (name) => pool[name] ?? {},
  };
}

/** Parses the settings and runs the node, as the engine does. */
export async function runNode<Config>(
  kind: NodeKind<Config>,
  config: Readonly<Record<string, unknown>>,
  options: TestContextOptions & {
    readonly source?: Partial<Parameters<typeof kind.parse>[0]>;
  } = {},
): Promise<NodeResult> {
  const parsed = kind.parse({ id: 'node', title: 'Node under test', config, ...options.source });
  if (!kind.run) throw new Error(`${kind.type} never runs.`);
  return kind.run(createNodeContext(options), parsed);
}
