import type { RunEvent } from '../run-events.ts';

/** The durable list of a run's events. */
export interface RunLog {
  /** Resolves when the events are on disk; events of one run arrive in the order of `seq`. */
  append(runId: string, events: readonly RunEvent[]): Promise<void>;
  /** The stored events with `seq` greater than `afterSeq`, in order. */
  read(runId: string, afterSeq?: number): Promise<readonly RunEvent[]>;
}
