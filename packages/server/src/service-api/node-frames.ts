import type {
  NodeEnd,
  NodeRetry,
  NodeStart,
  RoundStart,
  Scope,
  StepMetadata,
} from '@outpost/contracts';
import { filesIn, seconds, type Frame, type RunShape } from './frame-shape.ts';

/** The container ids of the two kinds that clients know; the innermost of each counts. */
function scopeFields(scope: Scope) {
  const idOf = (kind: string): string | null =>
    scope.findLast((part) => part.kind === kind)?.containerId ?? null;
  return { iteration_id: idOf('iteration'), loop_id: idOf('loop') };
}

export function nodeStarted({ envelope }: RunShape, event: NodeStart): Frame {
  if (event.container)
    return {
      event: `${event.kind}_started`,
      ...envelope,
      data: {
        id: event.nodeId,
        node_id: event.nodeId,
        node_type: event.kind,
        title: event.title,
        created_at: seconds(event.at),
        extras: {},
        metadata: { [`${event.kind}_length`]: event.container.rounds },
        inputs: event.inputs ?? {},
        inputs_truncated: false,
      },
    };
  return {
    event: 'node_started',
    ...envelope,
    data: {
      id: event.stepId,
      node_id: event.nodeId,
      node_type: event.kind,
      title: event.title,
      index: event.index,
      predecessor_node_id: event.predecessorId,
      inputs: event.inputs,
      inputs_truncated: false,
      created_at: seconds(event.at),
      extras: {},
      ...scopeFields(event.scope),
      agent_strategy: null,
    },
  };
}

export function nodeFinished({ envelope }: RunShape, event: NodeEnd): Frame {
  if (event.container) return containerCompleted(envelope, event);
  return {
    event: 'node_finished',
    ...envelope,
    data: {
      ...stepFields(event),
      process_data: event.processData,
      process_data_truncated: false,
      outputs: event.outputs,
      outputs_truncated: false,
      status: event.status,
      error: event.error?.message ?? null,
      elapsed_time: event.elapsedMs / 1000,
      execution_metadata: executionMetadata(event.metadata, event.scope),
      created_at: seconds(event.startedAt),
      finished_at: seconds(event.at),
      files: filesIn(event.outputs),
    },
  };
}

export function nodeRetried({ envelope }: RunShape, event: NodeRetry): Frame {
  return {
    event: 'node_retry',
    ...envelope,
    data: {
      ...stepFields(event),
      process_data: event.processData,
      process_data_truncated: false,
      outputs: null,
      outputs_truncated: false,
      status: 'retry',
      error: event.error.message,
      elapsed_time: event.elapsedMs / 1000,
      execution_metadata: executionMetadata({}, event.scope),
      created_at: seconds(event.at - event.elapsedMs),
      finished_at: seconds(event.at),
      files: [],
      retry_index: event.retryIndex,
    },
  };
}

function stepFields(event: NodeEnd | NodeRetry) {
  return {
    id: event.stepId,
    node_id: event.nodeId,
    node_type: event.kind,
    title: event.title,
    index: event.index,
    predecessor_node_id: event.predecessorId,
    inputs: event.inputs,
    inputs_truncated: false,
    extras: {},
    ...scopeFields(event.scope),
  };
}

function containerCompleted(envelope: Frame, event: NodeEnd): Frame {
  return {
    event: `${event.kind}_completed`,
    ...envelope,
    data: {
      id: event.nodeId,
      node_id: event.nodeId,
      node_type: event.kind,
      title: event.title,
      outputs: event.outputs,
      outputs_truncated: false,
      created_at: seconds(event.startedAt),
      extras: {},
      inputs: event.inputs ?? {},
      inputs_truncated: false,
      status: event.status,
      error: event.kind === 'iteration' ? null : (event.error?.message ?? null),
      elapsed_time: event.elapsedMs / 1000,
      total_tokens: event.metadata.usage?.totalTokens ?? 0,
      execution_metadata: executionMetadata(event.metadata, event.scope),
      finished_at: seconds(event.at),
      steps: event.container?.rounds ?? 0,
    },
  };
}

export function roundStarted({ envelope }: RunShape, event: RoundStart): readonly Frame[] {
  // A loop announces its later rounds only.
  if (event.kind === 'loop' && event.round === 0) return [];
  return [
    {
      event: `${event.kind}_next`,
      ...envelope,
      data: {
        id: event.nodeId,
        node_id: event.nodeId,
        node_type: event.kind,
        title: event.title,
        index: event.round,
        created_at: seconds(event.at),
        extras: {},
        ...(event.kind === 'loop' ? { pre_loop_output: {} } : {}),
      },
    },
  ];
}

function executionMetadata({ usage, ...rest }: StepMetadata, scope: Scope): Frame {
  // The innermost of each kind counts, as in the step's own `iteration_id` and `loop_id`.
  const around = scope.flatMap(({ kind, containerId, round }) => [
    [`${kind}_id`, containerId],
    [`${kind}_index`, round],
  ]);
  const { retriever_resources: _, ...shown } = rest;
  return {
    total_tokens: usage?.totalTokens ?? 0,
    total_price: usage?.totalPrice ?? '0',
    currency: usage?.currency ?? 'USD',
    ...Object.fromEntries(around),
    ...shown,
  };
}
