/** Time as an argument. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
  /** Calls back once after `delayMs`; the result cancels. */
  after(delayMs: number, callback: () => void): () => void;
}
