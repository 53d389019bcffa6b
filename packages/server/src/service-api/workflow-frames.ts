import type { RunEnd, RunEvent, RunPause, Values } from '@outpost/contracts';
import { filesIn, seconds, type Frame, type RunFacts, type RunShape } from './frame-shape.ts';

export function workflowStarted(
  { facts, envelope }: RunShape,
  inputs: Values,
  system: Values,
  at: number,
  reason: string,
): Frame {
  const named = Object.entries(system).map(([name, value]) => [`sys.${name}`, value] as const);
  return {
    event: 'workflow_started',
    ...envelope,
    data: {
      id: facts.runId,
      workflow_id: facts.workflowId,
      inputs: { ...inputs, ...Object.fromEntries(named) },
      created_at: seconds(at),
      reason,
    },
  };
}

export function workflowPaused({ facts, envelope }: RunShape, event: RunPause): Frame {
  const { id: _, ...data } = workflowPausedData(facts, event);
  return { event: 'workflow_paused', ...envelope, data: { workflow_run_id: facts.runId, ...data } };
}

export function workflowPausedData(facts: RunFacts, event: RunPause) {
  return {
    id: facts.runId,
    paused_nodes: event.nodeIds,
    outputs: {},
    reasons: event.reasons,
    status: 'paused',
    created_at: seconds(event.at),
    elapsed_time: 0,
    total_tokens: 0,
    total_steps: 0,
  };
}

/** `data` of `workflow_finished`; also the blocking answer and the run's own page. */
export function workflowFinishedData(facts: RunFacts, event: RunEnd) {
  return {
    id: facts.runId,
    workflow_id: facts.workflowId,
    status: event.status,
    outputs: event.outputs,
    error: event.error?.message ?? null,
    elapsed_time: event.elapsedMs / 1000,
    total_tokens: event.totalTokens,
    total_steps: event.steps,
    created_by: facts.createdBy,
    created_at: seconds(event.at - event.elapsedMs),
    finished_at: seconds(event.at),
    exceptions_count: event.exceptions,
    files: filesIn(event.outputs),
  };
}

export function workflowFinished({ facts, envelope }: RunShape, event: RunEnd): Frame {
  return { event: 'workflow_finished', ...envelope, data: workflowFinishedData(facts, event) };
}

export function agentLog(
  { envelope }: RunShape,
  event: Extract<RunEvent, { type: 'node-log' }>,
): Frame {
  return {
    event: 'agent_log',
    ...envelope,
    data: {
      node_execution_id: event.stepId,
      id: event.logId,
      label: event.label,
      parent_id: event.parentLogId,
      error: event.error,
      status: event.status,
      data: event.data,
      metadata: event.metadata,
      node_id: event.nodeId,
    },
  };
}
