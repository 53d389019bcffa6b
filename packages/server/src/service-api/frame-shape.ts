import {
  filesInValue,
  isGraphMode,
  type AppMode,
  type FileValue,
  type Values,
} from '@outpost/contracts';

import type { WholeAddresses } from './file-addresses.ts';

export type Frame = Readonly<Record<string, unknown>>;

export interface RunFacts {
  readonly mode: AppMode;
  readonly runId: string;
  readonly taskId: string;
  readonly workflowId: string;
  /** Who asked: `{id, user}` for end users, `{id, name, email}` for accounts. */
  readonly createdBy: Readonly<Record<string, unknown>>;
  /** Chat modes and completion. */
  readonly message: {
    readonly id: string;
    readonly conversationId: string | null;
    readonly createdAt: number;
  } | null;
  readonly addresses: WholeAddresses;
  /** Kinds whose steps are not shown. */
  readonly isHidden: (kind: string) => boolean;
}

export interface RunShape {
  readonly facts: RunFacts;
  readonly envelope: Frame;
}

export function envelopeOf({ mode, runId, taskId, message }: RunFacts): Frame {
  const run = isGraphMode(mode) ? { workflow_run_id: runId } : {};
  if (!message) return { ...run, task_id: taskId };
  return {
    ...(message.conversationId === null ? {} : { conversation_id: message.conversationId }),
    message_id: message.id,
    created_at: seconds(message.createdAt),
    task_id: taskId,
    ...run,
  };
}

/** The files among a step's or a run's outputs. */
export function filesIn(outputs: Values | null): readonly FileValue[] {
  if (outputs === null) return [];
  return Object.values(outputs).flatMap(filesInValue);
}

export function seconds(atMs: number): number {
  return Math.floor(atMs / 1000);
}
