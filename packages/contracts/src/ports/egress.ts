/** The one way out of the process. Every call has a purpose, limits and a signal, and passes the policy. */
export interface Egress {
  /** Throws `egress_denied`, `egress_failed`, `egress_timed_out`, `egress_too_large`. Any HTTP status is an answer. */
  send(request: EgressRequest): Promise<EgressResponse>;
}

export interface EgressRequest {
  readonly purpose: 'node' | 'model' | 'file' | 'plugin' | 'pack';
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | null;
  readonly timeouts: {
    readonly connectMs: number;
    readonly readMs: number;
    readonly writeMs: number;
  };
  readonly responseBytesMax: number;
  readonly redirectsMax: number;
  readonly verifyTls: boolean;
  readonly signal: AbortSignal;
}

export interface EgressResponse {
  readonly status: number;
  /** Lower-case names; repeated headers are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address that answered, after redirects. */
  readonly url: string;
  readonly body: Uint8Array;
}
