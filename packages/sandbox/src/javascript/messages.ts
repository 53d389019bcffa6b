/** What a JavaScript worker is started with. */
export interface WorkerSettings {
  readonly quickjsWasm: string;
}

/** One call; `inputs` is JSON. */
export interface WorkerRequest {
  readonly code: string;
  readonly inputs: string;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

/** How a call ended. */
export type WorkerReply = {
  readonly printed: string;
} & (
  | { readonly status: 'ok'; readonly json: string }
  | { readonly status: 'timed-out' | 'out-of-memory' | 'output-too-large' }
  | {
      readonly status: 'error';
      readonly type: string;
      readonly message: string;
      readonly line: number | null;
    }
);
