/**
 * Which step follows which:
 *
 * 1. Branching steps lead where their `next` says, other steps come behind what `after` says.
 * 2. A step that says nothing and that no branch leads to follows the one before it in the list: behind
 *    a branching step it takes the ways out that are still free; behind an output, all loose ends.
 * 3. Edges that would close a circle are left out, and a step that nothing leads to follows the start.
 */
import { handleOf, identifierFrom, type NamedStep } from './plan-steps.ts';

export interface PlanEdge {
  readonly source: string;
  readonly handle: string;
  readonly target: string;
}

export const startId = 'start';
const plainHandle = 'source';

export function connectSteps(steps: readonly NamedStep[]): {
  readonly edges: readonly PlanEdge[];
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const edges: PlanEdge[] = [];
  const byId = new Map(steps.map((step) => [step.id, step]));
  const stepOf = (name: string): NamedStep | undefined =>
    byId.get(name.trim()) ?? byId.get(identifierFrom(name));

  const add = (source: string, handle: string, target: string): void => {
    if (source === target || leadsTo(edges, target, source)) {
      problems.push(`Step "${target}" cannot come behind "${source}": that would be a circle.`);
      return;
    }
    const isThere = edges.some(
      (edge) => edge.source === source && edge.handle === handle && edge.target === target,
    );
    if (!isThere) edges.push({ source, handle, target });
  };

  for (const step of steps)
    for (const [branch, name] of Object.entries(step.next)) {
      const target = stepOf(name);
      const handle = step.branches.length === 0 ? plainHandle : handleOf(step, branch);
      if (!target) problems.push(`Step "${step.id}" leads to "${name}", which does not exist.`);
      else if (handle === null) problems.push(`Step "${step.id}" has no branch "${branch}".`);
      else add(step.id, handle, target.id);
    }
  for (const step of steps)
    for (const name of step.after) {
      if (identifierFrom(name) === startId) add(startId, plainHandle, step.id);
      else addAfter(step, name);
    }

  function addAfter(step: NamedStep, name: string): void {
    const whole = stepOf(name);
    if (whole && whole.branches.length === 0) return add(whole.id, plainHandle, step.id);
    const dot = name.lastIndexOf('.');
    const source = whole ?? stepOf(name.slice(0, dot));
    if (!source) {
      problems.push(`Step "${step.id}" comes behind "${name}", which does not exist.`);
      return;
    }
    const handle = whole ? null : handleOf(source, name.slice(dot + 1));
    const handles = handle === null ? freeHandles(source, edges) : [handle];
    if (source.branches.length === 0) add(source.id, plainHandle, step.id);
    else for (const one of handles) add(source.id, one, step.id);
  }

  for (const [index, step] of steps.entries()) {
    if (edges.some(({ target }) => target === step.id)) continue;
    const before = steps[index - 1];
    for (const { source, handle } of before ? waysOut(before, steps.slice(0, index), edges) : [])
      add(source, handle, step.id);
    if (!edges.some(({ target }) => target === step.id)) add(startId, plainHandle, step.id);
  }
  return { edges, problems };
}

/** Where a step that says nothing goes on behind the one before it. */
function waysOut(
  before: NamedStep,
  earlier: readonly NamedStep[],
  edges: readonly PlanEdge[],
): readonly Omit<PlanEdge, 'target'>[] {
  if (before.kind !== 'end' && before.branches.length === 0)
    return [{ source: before.id, handle: plainHandle }];
  if (before.branches.length > 0)
    return freeHandles(before, edges).map((handle) => ({ source: before.id, handle }));
  return looseEnds(earlier, edges);
}

/** Ways out that lead nowhere; outputs have none. */
export function looseEnds(
  steps: readonly NamedStep[],
  edges: readonly PlanEdge[],
): readonly Omit<PlanEdge, 'target'>[] {
  return steps.flatMap((step) => {
    if (step.kind === 'end') return [];
    if (step.branches.length > 0)
      return freeHandles(step, edges).map((handle) => ({ source: step.id, handle }));
    return edges.some(({ source }) => source === step.id)
      ? []
      : [{ source: step.id, handle: plainHandle }];
  });
}

function freeHandles(step: NamedStep, edges: readonly PlanEdge[]): readonly string[] {
  const used = new Set(edges.flatMap(({ source, handle }) => (source === step.id ? [handle] : [])));
  return step.branches.map(({ handle }) => handle).filter((handle) => !used.has(handle));
}

/** Whether one step is reached from another. */
export function leadsTo(edges: readonly PlanEdge[], from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const { source, target } of edges) if (source === id) open.push(target);
  }
  return false;
}
