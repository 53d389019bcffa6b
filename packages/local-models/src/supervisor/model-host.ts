// One host process, from the first call to idleness and back:
//   off ──call──▶ starting ──ready──▶ idle ◀──▶ busy
//    ▲                                  │          │
//    └── idleStopMs without a call ─────┴── ends ──┘  (its call fails; the next start waits longer)
// Calls wait in a queue of bounded length; the host has one of them at a time.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError, messageOf, type Clock } from '@outpost/contracts';
import {
  createFrameReader,
  encodeFrame,
  type HostAnswer,
  type HostRequest,
} from '../host-protocol.ts';
import type { LocalModelLimits } from '../limits.ts';
import { hostEnvironment } from './host-environment.ts';
import { residentBytes } from './resident-bytes.ts';

/** A request as callers make it; the host gives it a number. */
export type HostCall = WithoutId<Exclude<HostRequest, { readonly type: 'cancel' }>>;
type WithoutId<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

/** What a host says about one call. */
export type HostEvent = Exclude<HostAnswer, { readonly type: 'ready' }>;

export interface ModelHostOptions {
  /** The host's program. */
  readonly program: URL;
  readonly limits: LocalModelLimits;
  readonly clock: Clock;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

interface Work {
  readonly id: number;
  readonly model: string;
  /** The request as bytes. */
  readonly frame: Buffer;
  readonly onEvent: (event: HostEvent) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Runs models in a process of their own. `close` ends it; calls under way fail. */
export class ModelHost {
  readonly #options: ModelHostOptions;
  #child: ChildProcess | null = null;
  #waiting: Work[] = [];
  #busy: Work | null = null;
  #nextId = 1;
  #failures = 0;
  #retryAt = 0;
  #closed = false;
  #stderr = '';
  #endReason: AppError | null = null;
  #cancelTimers: (() => void)[] = [];

  constructor(options: ModelHostOptions) {
    this.#options = options;
  }

  /** The number of the host's process; null while it is off. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /**
   * Has a call done; `onEvent` hears all the host says about it, the last included. Rejects with
   * `model_busy`, `model_timed_out`, `local_model_out_of_memory`, `model_call_failed`, or the
   * signal's reason.
   */
  async run(
    call: HostCall,
    {
      signal,
      onEvent,
    }: {
      readonly signal: AbortSignal;
      readonly onEvent: (event: HostEvent) => void;
    },
  ): Promise<void> {
    signal.throwIfAborted();
    const { waitingMax } = this.#options.limits;
    if (this.#waiting.length >= waitingMax)
      throw new AppError('model_busy', {
        details: { model: call.model.name, concurrency: 1, waiting: this.#waiting.length },
      });
    const id = this.#nextId;
    this.#nextId += 1;
    const model = call.model.name;
    const frame = frameOf({ ...call, id }, model);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const work: Work = { id, model, frame, onEvent, resolve, reject };
    this.#waiting.push(work);
    const cancel = (): void => {
      this.#cancel(work, signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
    this.#next();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (!child) {
      this.#next();
      return;
    }
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.stdin?.end();
    child.kill('SIGKILL');
    await ended;
  }

  #next(): void {
    if (this.#busy || this.#waiting.length === 0) return;
    const { clock } = this.#options;
    if (this.#closed) {
      for (const work of this.#waiting.splice(0)) work.reject(this.#failed(work, 'it is closed'));
      return;
    }
    if (!this.#child) {
      const waitMs = this.#retryAt - clock.now();
      if (waitMs > 0) {
        this.#cancelTimers.push(clock.after(waitMs, () => this.#next()));
        return;
      }
      this.#start();
    }
    this.#clearTimers();
    const work = this.#waiting.shift();
    if (!work) return;
    this.#busy = work;
    this.#child?.stdin?.write(work.frame);
    const { callTimeoutMs } = this.#options.limits;
    const details = {
      model: work.model,
      limit: 'callTimeoutMs',
      valueMs: callTimeoutMs,
    };
    this.#cancelTimers.push(
      clock.after(callTimeoutMs, () => {
        this.#kill(new AppError('model_timed_out', { details }));
      }),
    );
    this.#watchMemory();
  }

  #start(): void {
    const { program, log } = this.#options;
    this.#stderr = '';
    this.#endReason = null;
    const child = spawn(process.execPath, ['--no-warnings', fileURLToPath(program)], {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      env: hostEnvironment(process.env),
    });
    this.#child = child;
    const read = createFrameReader<HostAnswer>((answer) => this.#hear(answer));
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      try {
        read(chunk);
      } catch (error) {
        this.#endReason ??= this.#failed(this.#busy, messageOf(error));
        child.kill('SIGKILL');
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-2000);
    });
    // A host that died while it was written to is reported by `close`.
    child.stdin?.on('error', () => {});
    child.on('error', (error) => {
      this.#endReason ??= this.#failed(this.#busy, messageOf(error));
      if (child.pid === undefined) this.#ended(child, 'it could not be started');
    });
    child.on('close', (code, signal) => {
      this.#ended(child, signal ? `signal ${signal}` : `exit code ${code}`);
    });
    log('model host started', { pid: child.pid });
  }

  #hear(answer: HostAnswer): void {
    if (answer.type === 'ready') return;
    const work = this.#busy;
    if (work?.id !== answer.id) return;
    work.onEvent(answer);
    if (!finalTypes.has(answer.type)) return;
    this.#failures = 0;
    this.#busy = null;
    this.#clearTimers();
    work.resolve();
    if (this.#waiting.length > 0) {
      this.#next();
      return;
    }
    const { clock, limits } = this.#options;
    this.#cancelTimers.push(
      clock.after(limits.idleStopMs, () => {
        this.#stopIdle();
      }),
    );
  }

  /** Let go of before it is gone: a call that comes in between must not be given to it. */
  #stopIdle(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
    this.#options.log('model host stopped', { how: 'idle' });
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#clearTimers();
    const { clock, log } = this.#options;
    const work = this.#busy;
    this.#busy = null;
    if (!work) {
      log('model host stopped', { how });
      this.#next();
      return;
    }
    this.#failures += 1;
    this.#retryAt = clock.now() + Math.min(30_000, 500 * 2 ** (this.#failures - 1));
    log('model host ended during a call', { how, stderr: this.#stderr.trim() });
    work.reject(this.#endReason ?? this.#failed(work, `the process that runs it ended (${how})`));
    this.#next();
  }

  #cancel(work: Work, reason: unknown): void {
    const place = this.#waiting.indexOf(work);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      work.reject(reason);
      return;
    }
    if (this.#busy !== work) return;
    work.reject(reason);
    this.#child?.stdin?.write(encodeFrame({ type: 'cancel', id: work.id }));
    // A long prompt is read in one piece that cannot be interrupted: then the process is.
    const { clock, limits } = this.#options;
    this.#cancelTimers.push(
      clock.after(limits.cancelTimeoutMs, () => {
        this.#kill(this.#failed(work, 'it did not stop when asked to'));
      }),
    );
  }

  #kill(reason: AppError): void {
    this.#endReason ??= reason;
    this.#child?.kill('SIGKILL');
  }

  #watchMemory(): void {
    const { clock, limits } = this.#options;
    this.#cancelTimers.push(
      clock.after(1000, () => {
        const bytes = this.#child?.pid === undefined ? null : residentBytes(this.#child.pid);
        if (bytes !== null && bytes > limits.memoryBytesMax)
          this.#kill(
            new AppError('local_model_out_of_memory', {
              details: {
                model: this.#busy?.model ?? '',
                limit: 'memoryBytesMax',
                limitBytes: limits.memoryBytesMax,
              },
            }),
          );
        else if (this.#busy) this.#watchMemory();
      }),
    );
  }

  #failed(work: Work | null, reason: string): AppError {
    return new AppError('model_call_failed', {
      details: { model: work?.model ?? '', reason },
    });
  }

  #clearTimers(): void {
    for (const cancel of this.#cancelTimers.splice(0)) cancel();
  }
}

function frameOf(request: HostRequest, model: string): Buffer {
  try {
    return encodeFrame(request);
  } catch (error) {
    throw new AppError('model_request_refused', { details: { model, reason: messageOf(error) } });
  }
}

const finalTypes: ReadonlySet<HostAnswer['type']> = new Set([
  'chat-end',
  'vectors',
  'scores',
  'failed',
]);
