import { availableParallelism, totalmem } from 'node:os';

/** What local models may use. */
export interface LocalModelLimits {
  /** Processor threads of a model. */
  readonly threads: number;
  /** Most tokens of a prompt and its answer together; memory grows with it. */
  readonly contextTokensMax: number;
  /** Memory of one host process. */
  readonly memoryBytesMax: number;
  /** Calls that wait for a host beside the one it works on. */
  readonly waitingMax: number;
  /** From the start of a host's work on a call to its end, loading included. */
  readonly callTimeoutMs: number;
  /** A host without work ends after this time and gives its memory back. */
  readonly idleStopMs: number;
  /** How long a host may take to stop a call before it is ended. */
  readonly cancelTimeoutMs: number;
}

export function defaultLimits(): LocalModelLimits {
  return {
    // One core stays for the server. With as many threads as cores llama.cpp's threads wait for
    // each other in busy loops as soon as anything else runs: 70 tokens a second became none.
    threads: Math.max(1, Math.min(8, availableParallelism() - 1)),
    contextTokensMax: 8192,
    memoryBytesMax: Math.floor(totalmem() * 0.75),
    waitingMax: 32,
    callTimeoutMs: 600_000,
    idleStopMs: 300_000,
    cancelTimeoutMs: 5_000,
  };
}
