/**
 * The tree of a run's steps, folded from its events as they come: a step stands below the round of
 * the container that it ran in, at any depth. What has not ended yet is `running`.
 */
import type { NodeEnd, RunEvent, Scope, StepError, StepStatus, Values } from '@outpost/contracts';

export interface TraceStep {
  readonly stepId: string;
  readonly nodeId: string;
  readonly kind: string;
  readonly title: string;
  readonly status: StepStatus | 'running';
  readonly startedAt: number;
  readonly elapsedMs: number | null;
  readonly inputs: Values | null;
  readonly processData: Values | null;
  readonly outputs: Values | null;
  readonly error: StepError | null;
  readonly tokens: number | null;
  /** Exact decimals with their currency, e.g. `0.0021 USD`; null when it cost nothing. */
  readonly price: string | null;
  readonly retries: number;
  /** Set when the step was not run: pinned by hand or kept from an earlier run. */
  readonly origin: NodeEnd['origin'] | null;
  /** What a container ran, round by round. */
  readonly rounds: readonly TraceRound[];
}

export interface TraceRound {
  readonly round: number;
  readonly status: 'running' | 'succeeded' | 'failed';
  readonly elapsedMs: number | null;
  readonly steps: readonly TraceStep[];
}

interface Draft extends Omit<TraceStep, 'rounds'> {
  readonly scope: Scope;
}

export interface Trace {
  readonly steps: readonly TraceStep[];
  /** What the reader saw. */
  readonly text: string;
  readonly outputs: Values | null;
  readonly inputs: Values;
  readonly error: StepError | null;
  readonly status: string;
  readonly elapsedMs: number | null;
  readonly totalTokens: number;
}

export function foldTrace(events: readonly RunEvent[]): Trace {
  const drafts = new Map<string, Draft>();
  const rounds = new Map<string, Omit<TraceRound, 'steps'>>();
  let run: Omit<Trace, 'steps' | 'text'> = {
    outputs: null,
    inputs: {},
    error: null,
    status: 'running',
    elapsedMs: null,
    totalTokens: 0,
  };
  let text = '';
  for (const event of events) {
    switch (event.type) {
      case 'run-start':
        run = { ...run, inputs: event.inputs };
        break;
      case 'node-start':
        drafts.set(event.stepId, {
          stepId: event.stepId,
          nodeId: event.nodeId,
          kind: event.kind,
          title: event.title,
          scope: event.scope,
          status: 'running',
          startedAt: event.at,
          elapsedMs: null,
          inputs: event.inputs,
          processData: null,
          outputs: null,
          error: null,
          tokens: null,
          price: null,
          retries: drafts.get(event.stepId)?.retries ?? 0,
          origin: event.origin ?? null,
        });
        break;
      case 'node-retry': {
        const draft = drafts.get(event.stepId);
        if (draft) drafts.set(event.stepId, { ...draft, retries: event.retryIndex });
        break;
      }
      case 'node-end': {
        const draft = drafts.get(event.stepId);
        if (draft) drafts.set(event.stepId, endedDraft(draft, event));
        break;
      }
      case 'round-start':
        rounds.set(roundKey(event.scope, event.nodeId, event.round), {
          round: event.round,
          status: 'running',
          elapsedMs: null,
        });
        break;
      case 'round-end':
        rounds.set(roundKey(event.scope, event.nodeId, event.round), {
          round: event.round,
          status: event.status,
          elapsedMs: event.elapsedMs,
        });
        break;
      case 'text-delta':
        text += event.text;
        break;
      case 'text-replace':
        text = event.text;
        break;
      case 'run-end':
        run = {
          ...run,
          outputs: event.outputs,
          error: event.error,
          status: event.status,
          elapsedMs: event.elapsedMs,
          totalTokens: event.totalTokens,
        };
        break;
      case 'run-pause':
        run = { ...run, status: 'paused' };
        break;
      case 'run-resume':
        run = { ...run, status: 'running' };
        break;
    }
  }
  return { ...run, text, steps: treeOf([...drafts.values()], rounds) };
}

function endedDraft(draft: Draft, event: NodeEnd): Draft {
  const { usage } = event.metadata;
  return {
    ...draft,
    status: event.status,
    elapsedMs: event.elapsedMs,
    inputs: event.inputs,
    processData: event.processData,
    outputs: event.outputs,
    error: event.error,
    tokens: usage ? usage.totalTokens : null,
    price: usage && Number(usage.totalPrice) > 0 ? `${usage.totalPrice} ${usage.currency}` : null,
    origin: event.origin ?? null,
  };
}

/** Steps by where they stand; a container's rounds are looked up by its own place. */
function treeOf(
  drafts: readonly Draft[],
  rounds: ReadonlyMap<string, Omit<TraceRound, 'steps'>>,
): readonly TraceStep[] {
  const byPlace = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const place = placeOf(draft.scope);
    const there = byPlace.get(place);
    if (there) there.push(draft);
    else byPlace.set(place, [draft]);
  }
  const grow = (place: string): readonly TraceStep[] =>
    (byPlace.get(place) ?? []).map(({ scope, ...draft }) => ({
      ...draft,
      rounds: roundsOf(rounds, roundKey(scope, draft.nodeId, null)).map(([key, round]) => ({
        ...round,
        steps: grow(key),
      })),
    }));
  return grow('');
}

function roundsOf(
  rounds: ReadonlyMap<string, Omit<TraceRound, 'steps'>>,
  prefix: string,
): readonly (readonly [string, Omit<TraceRound, 'steps'>])[] {
  return [...rounds]
    .filter(([key]) => key.startsWith(prefix) && !key.slice(prefix.length).includes('/'))
    .sort(([, a], [, b]) => a.round - b.round);
}

function placeOf(scope: Scope): string {
  return scope.map(({ containerId, round }) => `${containerId}#${round}`).join('/');
}

/** The place inside a container's round; without a round, what all its rounds begin with. */
function roundKey(scope: Scope, containerId: string, round: number | null): string {
  const around = placeOf(scope);
  return `${around}${around === '' ? '' : '/'}${containerId}#${round ?? ''}`;
}
