/**
 * What of an earlier run stays as it was when a run begins in the middle: every step that ended well
 * and does not come after the place where it begins.
 *
 * The place is a path through containers: at each level a node, and below the last level a round.
 *
 *     root:   s ─▶ box ─▶ z        begin at `m` in round 1 of `box`:
 *     box:    i ─▶ k ─▶ m ─▶ n     kept are s; all of rounds that do not build on round 1; i, k of round 1
 *
 * 1. At a level, what the level's node leads to comes after it, the node included.
 * 2. Steps inside another container than the path's are kept with the container. When that did not
 *    end, and when something inside it prints into the answer, they are kept one by one and the
 *    container goes through its rounds again.
 * 3. Rounds beside the path's are kept; where rounds build on each other, only the earlier ones.
 * 4. At the root, what neither comes after the node, nor leads to anything that does, nor is kept,
 *    is left out: nobody asked for it.
 */
import {
  AppError,
  givenPlace,
  type GivenStep,
  type GivenSteps,
  type NodeEnd,
  type NodeStart,
  type RunEvent,
  type Scope,
} from '@outpost/contracts';
import { graphInvalid } from '../plan/compile-plan.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { graphProblem } from '../plan/problem.ts';

export interface KeptSource {
  readonly plan: Plan;
  /** The earlier run, as its nodes told it; may be empty. */
  readonly runId: string;
  readonly events: readonly RunEvent[];
  readonly nodeId: string;
  /** Which step of the node; its first one when absent. */
  readonly stepId?: string | undefined;
}

export interface Kept {
  readonly given: GivenSteps;
  /** Nodes that the new run has no use for. */
  readonly leftOut: readonly string[];
}

/** Throws `graph_invalid` when the plan has no such node, `not_found` when the run has no such step of it. */
export function keptSteps(source: KeptSource): Kept {
  const { plan, events, nodeId } = source;
  const node = plan.nodes.get(nodeId);
  if (!node) throw graphInvalid(graphProblem('rootUnknown', { nodeId, words: { node: nodeId } }));
  const levels = levelsOf(plan, node, scopeOfStep(source) ?? firstRounds(plan, node));
  const printers = printingContainers(plan);
  const kept = events.filter(
    (event): event is NodeEnd =>
      event.type === 'node-end' &&
      endedWell(event) &&
      plan.nodes.has(event.nodeId) &&
      !printers.has(event.nodeId) &&
      isKept(event, levels),
  );
  const places = new Set(kept.map(placeOf));
  const given = Object.fromEntries(
    kept
      .filter(({ scope }) => !isInside(scope, places))
      .map((end) => [placeOf(end), givenFrom(end, source)]),
  );
  return { given, leftOut: useless(plan, levels[0], given) };
}

interface Level {
  readonly node: PlanNode;
  /** The node and everything that its edges lead to. */
  readonly after: ReadonlySet<PlanNode>;
  /** The round that the path goes on in; null at the last level. */
  readonly round: number | null;
}

function levelsOf(plan: Plan, node: PlanNode, scope: Scope): readonly Level[] {
  const around = scope.flatMap(({ containerId, round }) => {
    const container = plan.nodes.get(containerId);
    return container ? [{ node: container, after: reachedFrom(container), round }] : [];
  });
  return [...around, { node, after: reachedFrom(node), round: null }];
}

function reachedFrom(node: PlanNode): ReadonlySet<PlanNode> {
  const reached = new Set([node]);
  // A set hands out what is added while it is walked through.
  for (const from of reached) for (const { target } of from.edges) reached.add(target);
  return reached;
}

/** Null when the run did not come to the node, or only in a scope that is no more. */
function scopeOfStep({ plan, events, nodeId, stepId }: KeptSource): Scope | null {
  const start = events.find(
    (event): event is NodeStart =>
      event.type === 'node-start' &&
      event.nodeId === nodeId &&
      (stepId === undefined || event.stepId === stepId),
  );
  if (!start && stepId !== undefined)
    throw new AppError('not_found', { details: { thing: `The step ${stepId} of ${nodeId}` } });
  const node = plan.nodes.get(nodeId);
  if (!start || !node) return null;
  const now = firstRounds(plan, node).map(({ containerId }) => containerId);
  const then = start.scope.map(({ containerId }) => containerId);
  return now.join('\n') === then.join('\n') ? start.scope : null;
}

function firstRounds(plan: Plan, node: PlanNode): Scope {
  const scope = [];
  for (let id = node.scope.containerId; id !== null;) {
    const container = plan.nodes.get(id);
    if (!container) break;
    scope.unshift({ containerId: id, kind: container.kind.type, round: 0 });
    id = container.scope.containerId;
  }
  return scope;
}

function isKept({ nodeId, scope }: NodeEnd, levels: readonly Level[]): boolean {
  for (const [depth, level] of levels.entries()) {
    const part = scope[depth];
    const id = part?.containerId ?? nodeId;
    if (id !== level.node.id) return ![...level.after].some((node) => node.id === id);
    // The container that the path goes through has to run, and so has the node itself.
    if (!part || level.round === null) return false;
    if (part.round === level.round) continue;
    return level.node.kind.container?.sharesWrites !== true || part.round < level.round;
  }
  return false;
}

/** Whether a container around the step is kept as a whole. */
function isInside(scope: Scope, kept: ReadonlySet<string>): boolean {
  return scope.some(({ containerId }, depth) =>
    kept.has(givenPlace(scope.slice(0, depth), containerId)),
  );
}

/** Containers with a response inside. */
function printingContainers(plan: Plan): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of plan.nodes.values())
    if (node.response)
      for (const { containerId } of firstRounds(plan, node)) found.add(containerId);
  return found;
}

function useless(plan: Plan, level: Level | undefined, given: GivenSteps): readonly string[] {
  const needed = new Set(level?.after);
  const before = new Map<PlanNode, PlanNode[]>();
  for (const node of plan.root.nodes)
    for (const { target } of node.edges) before.set(target, [...(before.get(target) ?? []), node]);
  for (const node of needed) for (const source of before.get(node) ?? []) needed.add(source);
  return plan.root.nodes.flatMap((node) =>
    needed.has(node) || given[node.id] || node.kind.traits.root ? [] : [node.id],
  );
}

function endedWell({ status }: NodeEnd): boolean {
  return status === 'succeeded' || status === 'exception';
}

function placeOf({ scope, nodeId }: NodeEnd): string {
  return givenPlace(scope, nodeId);
}

function givenFrom(end: NodeEnd, { runId, events }: KeptSource): GivenStep {
  const { usage: _, ...metadata } = end.metadata;
  return {
    origin: 'reused',
    status: end.status === 'exception' ? 'exception' : 'succeeded',
    outputs: end.outputs ?? {},
    handle: end.handle,
    inputs: end.inputs,
    processData: end.processData,
    error: end.error,
    writes: end.writes,
    metadata,
    ...(end.container || end.origin ? { exceptions: exceptionsInside(end, events) } : {}),
    // A step that was kept before still points to where it really ran.
    source: end.source ?? { runId, stepId: end.stepId },
  };
}

function exceptionsInside(end: NodeEnd, events: readonly RunEvent[]): number {
  const [first] = events;
  const earlier = first?.type === 'run-start' ? first.given?.[placeOf(end)] : undefined;
  if (earlier?.exceptions !== undefined) return earlier.exceptions;
  const depth = end.scope.length;
  return events.filter(
    (event) =>
      event.type === 'node-end' &&
      event.status === 'exception' &&
      event.scope[depth]?.containerId === end.nodeId &&
      givenPlace(event.scope.slice(0, depth), end.nodeId) === placeOf(end),
  ).length;
}
