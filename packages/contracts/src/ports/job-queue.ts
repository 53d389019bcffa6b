/** Work that outlives a request. A job is handed out again when its worker dies. */
export interface JobQueue {
  enqueue(job: {
    readonly queue: string;
    readonly data: unknown;
    readonly runAt?: number;
  }): Promise<string>;
  /** Calls `handle` for each job, at most `concurrency` at a time; returns the way to stop. */
  work(
    queue: string,
    options: { readonly concurrency: number },
    handle: (
      job: { readonly id: string; readonly data: unknown; readonly attempt: number },
      signal: AbortSignal,
    ) => Promise<void>,
  ): () => Promise<void>;
}
