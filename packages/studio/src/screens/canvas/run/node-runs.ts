/** How each node fares, folded from a run's events as they come. */
import type { NodeEnd, NodeStart, RunEvent } from '@outpost/contracts';
import type { NodeRunStatus, NodeRunView } from '../model/run-view.ts';

export type NodeRuns = ReadonlyMap<string, NodeRunView>;

export const noNodeRuns: NodeRuns = new Map();

/** The nodes after some more events; the same map when these say nothing of nodes. */
export function foldNodeRuns(before: NodeRuns, events: readonly RunEvent[]): NodeRuns {
  let nodes: Map<string, NodeRunView> | null = null;
  const change = (nodeId: string, changes: (view: NodeRunView) => NodeRunView): void => {
    nodes ??= new Map(before);
    nodes.set(nodeId, changes(nodes.get(nodeId) ?? notYet));
  };
  for (const event of events)
    switch (event.type) {
      case 'node-start':
        change(event.nodeId, (view) => started(view, event));
        break;
      case 'node-retry':
        change(event.nodeId, (view) => ({ ...view, status: 'retrying', error: event.error }));
        break;
      case 'node-end':
        change(event.nodeId, (view) => ended(view, event));
        break;
      case 'round-end':
        change(event.nodeId, (view) => ({
          ...view,
          rounds: { done: (view.rounds?.done ?? 0) + 1, total: view.rounds?.total ?? null },
        }));
        break;
      case 'run-pause':
        for (const nodeId of event.nodeIds)
          change(nodeId, (view) => ({ ...view, status: 'paused' }));
        break;
      case 'run-end':
        // What a stop or a failure elsewhere cut off will never say that it ended.
        for (const [nodeId, { status }] of nodes ?? before)
          if (unfinished.has(status)) change(nodeId, (view) => ({ ...view, status: 'stopped' }));
        break;
    }
  return nodes ?? before;
}

const unfinished: ReadonlySet<NodeRunStatus> = new Set(['running', 'retrying', 'waiting']);

const notYet: NodeRunView = {
  status: 'waiting',
  elapsedMs: null,
  totalTokens: null,
  cost: null,
  error: null,
  handle: null,
  origin: null,
  rounds: null,
  count: 0,
};

function started(view: NodeRunView, { origin, container }: NodeStart): NodeRunView {
  return {
    ...view,
    status: 'running',
    error: null,
    origin: origin ?? null,
    // A container inside another one starts its rounds anew each time.
    rounds: container ? { done: 0, total: container.rounds } : view.rounds,
    count: view.count + 1,
  };
}

/** Time, tokens and cost are those of all times the node ran; the outcome is that of the last. */
function ended(view: NodeRunView, event: NodeEnd): NodeRunView {
  const { usage } = event.metadata;
  return {
    ...view,
    status: event.status,
    elapsedMs: (view.elapsedMs ?? 0) + event.elapsedMs,
    totalTokens: usage ? (view.totalTokens ?? 0) + usage.totalTokens : view.totalTokens,
    cost: usage ? addCost(view.cost, usage.totalPrice, usage.currency) : view.cost,
    error: event.error,
    handle: event.handle,
    origin: event.origin ?? null,
    rounds: event.container
      ? { done: event.container.rounds, total: event.container.rounds }
      : view.rounds,
  };
}

/** `0.0021 USD`; null while nothing was paid. A node that paid in two currencies shows the last. */
export function addCost(before: string | null, price: string, currency: string): string | null {
  const [held = '0', heldCurrency] = before?.split(' ') ?? [];
  const sum = addDecimals(heldCurrency === currency ? held : '0', price);
  return Number(sum) > 0 ? `${sum} ${currency}` : before;
}

/** Adds plain decimals exactly: prices have more digits than binary fractions carry. */
export function addDecimals(left: string, right: string): string {
  const places = Math.max(decimalsOf(left), decimalsOf(right));
  const sum = scaled(left, places) + scaled(right, places);
  const digits = String(sum).padStart(places + 1, '0');
  if (places === 0) return digits;
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
}

function decimalsOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}

function scaled(decimal: string, places: number): bigint {
  const [whole = '0', part = ''] = decimal.split('.');
  return /^\d+$/.test(whole + part) ? BigInt(whole + part.padEnd(places, '0')) : BigInt(0);
}
