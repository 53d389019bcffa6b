import type { RunState, Step, Frame } from '../state/run-state.ts';
import { unseen } from '../state/run-state.ts';
import type { Entry, ScopePlan } from '../plan/plan.ts';
import type { Scope, ScopePart, Values } from '@outpost/contracts';
import { enqueue } from './follow-edges.ts';
import { flush, openResponses } from './response-text.ts';
import type { Turn } from './turn.ts';

/** A frame in which nothing has happened yet. */
export function createFrame({
  plan,
  entry,
  owner = null,
  round = 0,
  at,
  variables,
}: {
  readonly plan: ScopePlan;
  readonly entry: Entry;
  readonly owner?: Step | null;
  readonly round?: number;
  readonly at: number;
  readonly variables: Map<string, Values>;
}): Frame {
  return {
    plan,
    entry,
    parent: owner?.frame ?? null,
    owner,
    round,
    scope: owner ? [...owner.ref.scope, scopePart(owner, round)] : noScope,
    startedAt: at,
    variables,
    view: null,
    unknown: entry.incoming.slice(),
    progress: entry.incoming.map(() => unseen),
    reached: entry.responses.map((group) => (group.settled ? null : group.reached.slice())),
    steps: new Map(),
    pending: 0,
    ended: false,
    failure: null,
    closed: false,
  };
}

const noScope: Scope = [];

function scopePart(owner: Step, round: number): ScopePart {
  return { containerId: owner.node.id, kind: owner.ref.kind, round };
}

/** Puts a frame's start node in line and opens the responses that wait for nothing. */
export function enterFrame(turn: Turn, frame: Frame): void {
  enqueue(turn, frame, frame.entry.start, frame.owner?.node.id ?? null);
  openResponses(turn, frame);
  flush(turn);
}

/** The frame of an event; undefined when its containers are not open. */
export function frameOfScope({ root }: RunState, scope: Scope): Frame | undefined {
  let frame: Frame | undefined = root;
  for (const { containerId, round } of scope) {
    const open: Step | undefined = [...(frame?.steps.values() ?? [])].find(
      (step) => step.node.id === containerId,
    );
    frame = open?.container?.frames.get(round);
  }
  return frame;
}
