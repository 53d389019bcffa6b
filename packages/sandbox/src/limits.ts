import { availableParallelism, totalmem } from 'node:os';
import process from 'node:process';

/** Every bound of the sandbox; a request may lower or raise the first three for itself. */
export interface SandboxLimits {
  /** Time a call may take, from the moment an interpreter has it. */
  readonly timeoutMs: number;
  /** Memory a call may use beyond what an empty interpreter takes. */
  readonly memoryBytes: number;
  /** UTF-8 bytes of a result's JSON, or of a rendered template. */
  readonly outputBytes: number;
  /** UTF-8 bytes of code or template plus inputs. */
  readonly inputBytes: number;
  /** Python interpreters alive at once; about 200 MB each. */
  readonly interpretersMax: number;
  /** JavaScript workers alive at once. */
  readonly workersMax: number;
  /** Interpreters or workers that one tenant may keep busy at once. */
  readonly concurrentPerTenantMax: number;
  /** Calls of one tenant that may wait. */
  readonly queuedPerTenantMax: number;
  /** Time a call may wait for its turn. */
  readonly queueWaitMs: number;
  /** Time a call waits behind its own tenant's slow call before a further interpreter is started. */
  readonly patienceMs: number;
  /** Interpreters and workers unused for so long are ended. */
  readonly idleMs: number;
}

/** The defaults: a quarter of the memory for interpreters, twice the cores for JavaScript. */
export function sandboxLimits(given: Partial<SandboxLimits> = {}): SandboxLimits {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return {
    timeoutMs: 30_000,
    memoryBytes: 256 * mebibyte,
    outputBytes: 8 * mebibyte,
    inputBytes: 32 * mebibyte,
    interpretersMax: Math.min(32, Math.max(3, Math.floor(memory / 4 / interpreterBytes))),
    workersMax: Math.max(4, 2 * availableParallelism()),
    concurrentPerTenantMax: 2,
    queuedPerTenantMax: 200,
    queueWaitMs: 60_000,
    patienceMs: 100,
    idleMs: 5 * 60_000,
    ...given,
  };
}

const mebibyte = 1024 * 1024;
const interpreterBytes = 200 * mebibyte;
