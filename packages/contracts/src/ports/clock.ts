/** Time as an argument. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Monotonic milliseconds, for durations. */
  readonly monotonic: () => number;
  /** Calls back once after `delayMs`; the result cancels. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}
