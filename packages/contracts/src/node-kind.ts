/**
 * What a node kind is. The engine never asks which kind a node is: it reads the traits below and
 * calls these functions. A kind is a folder in `packages/nodes`.
 */
import type { AppMode } from './app.ts';
import type { FailurePolicy } from './graph.ts';
import type { StepMetadata, StepError, VariableWrite } from './run-events.ts';
import type { NodePorts } from './ports/node-ports.ts';
import type { Selector } from './values/selector.ts';
import type { TemplateSegment } from './values/template.ts';
import type { Value, Values } from './values/value.ts';

export interface NodeKind<Config = unknown> {
  readonly type: string;
  readonly traits: NodeTraits;
  readonly manifest: NodeManifest;
  /** Checks a node's `config`; throws `AppError('node_config_invalid')` with the path of the first fault. */
  parse(source: NodeSource): Config;
  /** Every selector the node reads: for checks, for “run one node”, for the variable picker. */
  references(config: Config): readonly Selector[];
  /** Selectors outside its own outputs that the node may write (assigners). */
  writes?(config: Config): readonly Selector[];
  /** The outputs by name and type as far as they are known before a run, for pickers and checks. */
  outputs(config: Config): Readonly<Record<string, string>>;
  /** What outputs hold, as JSON Schemas, where it is known before a run. */
  shapes?(config: Config): Readonly<Record<string, JsonSchema>>;
  /**
   * For containers: what the nodes of a round find under the container's id, by name and type. A
   * selector stands for the type of that list's items.
   */
  roundVariables?(config: Config): Readonly<Record<string, string | Selector>>;
  /** The ways out, when there is more than `source`. */
  handles?(config: Config): readonly string[];
  /** What this node prints into the answer, for response nodes; the engine streams it. */
  response?(config: Config): readonly TemplateSegment[];
  /** What the node lacks here, by what a person would install; such a node fails clearly when reached. */
  lacks?(config: Config): string | null;
  /**
   * For root kinds: checks and converts a caller's inputs (spec/dsl.md 3.1) before a run; files are
   * `FileValue`s already. Throws `run_input_invalid` naming the input. The root node finds the
   * result as its own variables: `context.variables.scope(context.nodeId)`.
   */
  readInputs?(config: Config, raw: Readonly<Record<string, unknown>>): Values;
  /** A synchronous result costs no microtask: return one wherever possible. Containers never run. */
  run?(context: NodeContext, config: Config): NodeResult | Promise<NodeResult>;
  readonly container?: ContainerBehaviour<Config>;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface NodeSource {
  readonly id: string;
  readonly title: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Given to kinds whose meaning of failure depends on it (an HTTP status counts as one only then). */
  readonly failure?: FailurePolicy;
}

/** Properties that the engine reads; each is false when absent. */
export interface NodeTraits {
  /** May start a run, or a container's round. */
  readonly root?: boolean;
  /** Chooses among its handles by `NodeResult.handle`. */
  readonly branch?: boolean;
  /** Honours the retry part of its failure policy. */
  readonly retries?: boolean;
  /** Honours the strategy part of its failure policy. */
  readonly strategies?: boolean;
  /** Its start and end are not shown to clients. */
  readonly hidden?: boolean;
  /** Prints into the answer. */
  readonly response?: boolean;
  /** May stream its outputs with `NodeContext.stream`. */
  readonly streams?: boolean;
  /** Ends the enclosing container after the round in which it finished. */
  readonly endsContainer?: boolean;
  /** Not executed: dropped before planning. */
  readonly note?: boolean;
}

/** What people see of a kind. */
export interface NodeManifest {
  readonly group: 'input' | 'model' | 'logic' | 'data' | 'tool' | 'output' | 'note';
  readonly title: { readonly en: string; readonly zh: string };
  readonly description: { readonly en: string; readonly zh: string };
  /** The config of a freshly added node. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** App modes that may use it; absent = both graph modes. */
  readonly modes?: readonly AppMode[];
}

/** Reads variables as the node's place in the run sees them. */
export interface Variables {
  /** The value, following object keys and file attributes; undefined when there is none. */
  get(selector: Selector): Value | undefined;
  /** Replaces `{{#…#}}` references by their text; an unknown one leaves its inner text behind. */
  render(template: string): string;
  /** Every variable now visible under a scope (`sys`, `env`, `conversation`, a node id), by name. */
  scope(name: string): Values;
}

export interface RunFacts {
  readonly runId: string;
  readonly appId: string;
  readonly mode: AppMode;
  readonly userId: string;
  readonly conversationId: string | null;
  /** Depth of app-calls-app; the outermost run is 0. */
  readonly depth: number;
}

export interface NodeContext {
  readonly nodeId: string;
  readonly title: string;
  readonly stepId: string;
  readonly run: RunFacts;
  readonly variables: Variables;
  readonly ports: NodePorts;
  /** Aborted when the run is stopped or the node's time is up. */
  readonly signal: AbortSignal;
  /** A piece of `[nodeId, name]`; the output of that name must equal all its pieces joined. */
  stream(name: string, text: string): void;
  /** A piece of the model's thinking. */
  reason(text: string): void;
  log(entry: NodeLogEntry): void;
}

export interface NodeLogEntry {
  readonly logId: string;
  readonly parentLogId: string | null;
  readonly label: string;
  readonly status: string;
  readonly error: string | null;
  readonly data: Values;
  readonly metadata: Values;
}

/** A node's success. Failure is thrown: an `AppError`, or `NodeFailure` when there are partial facts to keep. */
export interface NodeResult {
  readonly outputs: Values;
  /** What the node was given, for traces. */
  readonly inputs?: Values;
  readonly processData?: Values;
  /** Required of branch nodes. */
  readonly handle?: string;
  readonly writes?: readonly VariableWrite[];
  readonly metadata?: StepMetadata;
}

/** A node's failure with what is known of the attempt. */
export class NodeFailure extends Error {
  readonly error: StepError;
  readonly partial: Partial<NodeResult>;
  constructor(error: StepError, partial: Partial<NodeResult> = {}, cause?: unknown) {
    super(error.message, cause === undefined ? {} : { cause });
    this.name = 'NodeFailure';
    this.error = error;
    this.partial = partial;
  }
}

/**
 * Thrown by a node that waits for somebody: what else can run still runs, then the run pauses. When
 * it is resumed the node is run again and finds the answer through its ports.
 */
export class NodePause extends Error {
  readonly reason: Values;
  constructor(reason: Values) {
    super('The node waits for an answer from outside.');
    this.name = 'NodePause';
    this.reason = reason;
  }
}

/**
 * How a container runs its rounds. Pure and synchronous: the engine keeps `state`, a plain JSON
 * value, and calls `begin` once, then `roundEnd` for each finished round, until a decision ends it.
 * What they throw fails the container.
 */
export interface ContainerBehaviour<Config = unknown> {
  /** The child that a round enters. */
  startNodeId(config: Config): string | null;
  /** True when writes of a round are seen by later rounds and after the container (loops). */
  readonly sharesWrites: boolean;
  begin(context: ContainerContext, config: Config): ContainerDecision;
  roundEnd(
    context: ContainerContext,
    config: Config,
    state: Value,
    outcome: RoundOutcome,
  ): ContainerDecision;
}

export interface ContainerContext {
  readonly nodeId: string;
  /** The container's own surroundings. */
  readonly variables: Variables;
}

export interface RoundOutcome {
  readonly round: number;
  readonly status: 'succeeded' | 'failed';
  readonly error: StepError | null;
  /** The round's own variables, its children's outputs included. */
  readonly variables: Variables;
  /** A node with the trait `endsContainer` finished in this round. */
  readonly ended: boolean;
  readonly elapsedMs: number;
}

export interface ContainerDecision {
  readonly state: Value;
  /** Rounds to start now; variables are set as `[containerId, name]`. */
  readonly start: readonly { readonly round: number; readonly variables: Values }[];
  /** Present when the container is done; rounds still running are awaited and ignored. */
  readonly end?: ContainerEnd;
  /** Known number of rounds, told once by `begin`. */
  readonly rounds?: number;
  readonly inputs?: Values;
}

export interface ContainerEnd {
  readonly status: 'succeeded' | 'failed';
  readonly outputs: Values;
  readonly error?: StepError;
  /** Variables to set besides the outputs, e.g. `[containerId, name]` that is readable but no output. */
  readonly writes?: readonly VariableWrite[];
  /** `usage` is filled in by the engine: the sum over the children. */
  readonly metadata?: StepMetadata;
}
