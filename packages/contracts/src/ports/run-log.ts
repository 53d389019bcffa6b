import type { RunEvent } from '../run-events.ts';

/** The durable list of a run's events. */
export interface RunLog {
  /** Resolves when the events are on disk; events of one run arrive in the order of `seq`. */
  append(runId: string, events: readonly RunEvent[]): Promise<void>;
  /**
   * The stored events with `seq` greater than `afterSeq`, in order, some batches at a time; others
   * get to work between two pages. Ends where the log ends when it is read to there.
   */
  pages(runId: string, afterSeq?: number): AsyncIterable<readonly RunEvent[]>;
  /** All pages as one list: for who needs the whole run, which `runBytesMax` bounds. */
  read(runId: string, afterSeq?: number): Promise<readonly RunEvent[]>;
  /** The last stored event; null when there is none. */
  last(runId: string): Promise<RunEvent | null>;
}
