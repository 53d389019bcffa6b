import type { HostFailure } from '../host-protocol.ts';

/** A failure whose kind the supervisor needs to know. */
export class HostError extends Error {
  readonly failure: HostFailure;

  constructor(failure: HostFailure, reason: string) {
    super(reason);
    this.name = 'HostError';
    this.failure = failure;
  }
}
