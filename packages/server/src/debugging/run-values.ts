import type { RunEvent, Value, Values } from '@outpost/contracts';
import type { DraftValues, NewRun } from '@outpost/store';

export type RunValues = Omit<DraftValues, 'appId' | 'accountId'>;

/** The run of one node alone, by its trigger. */
export const singleNode = 'single-node';

/**
 * What a run leaves behind for each node that it ran, for the conversation and for the system: of a
 * node that ran more than once the last. Steps that were given, not run, leave what is there. The
 * variables of a container's last round are told with its outputs, for nodes inside it.
 */
export function valuesOfRun(
  { id: runId, triggeredFrom }: Pick<NewRun, 'id' | 'triggeredFrom'>,
  events: readonly RunEvent[],
): readonly RunValues[] {
  const found = new Map<string, RunValues>();
  const rounds = new Map<string, Values>();
  const conversation: Record<string, Value> = {};
  let system: Values | null = null;
  let lastAt = 0;
  for (const event of events) {
    lastAt = event.at;
    if (event.type === 'run-start') {
      system = event.system;
      Object.assign(conversation, event.conversation);
    }
    if (event.type === 'round-start') rounds.set(event.nodeId, event.variables);
    if (event.type !== 'node-end') continue;
    for (const { selector, value } of event.writes)
      if (selector[0] === 'conversation' && selector[1] !== undefined)
        conversation[selector[1]] = value;
    if (event.origin) continue;
    found.set(event.nodeId, {
      scope: event.nodeId,
      runId,
      stepId: event.stepId,
      status: event.status,
      handle: event.handle,
      error: event.error?.message ?? null,
      outputs: { ...rounds.get(event.nodeId), ...event.outputs },
      endedAt: event.at,
      elapsedMs: event.elapsedMs,
    });
  }
  if (!system || triggeredFrom === singleNode) return [...found.values()];
  return [
    ...found.values(),
    { ...noStep, scope: 'conversation', runId, outputs: conversation, endedAt: lastAt },
    { ...noStep, scope: 'sys', runId, outputs: system, endedAt: lastAt },
  ];
}

const noStep = { stepId: null, status: null, handle: null, error: null, elapsedMs: null };
