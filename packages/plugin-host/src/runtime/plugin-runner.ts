// The processes of one plugin:
//
//   off ──call──▶ starting ──▶ ready ──┬─ idleStopMs without a call ──▶ off
//    ▲               │ fails           ├─ must be replaced ──▶ draining: no new calls; ended when
//    └── back-off ◀──┘                 │                        its last one is, or after drainMs
//                                      └─ dies ──▶ off: its calls fail, the next one starts another
//
// A call that nobody waits for any more cannot be cancelled: the plugin has `abandonedMs` to end it,
// then its process is replaced. A plugin that fails to start is tried again after growing waits;
// calls in between fail at once and say so.
import { AppError, type Clock, type IdSource } from '@outpost/contracts';
import type { RequestData, RequestMessage, SessionFailure } from '@outpost/plugin-sdk/wire';
import type { PluginLimits } from './limits.ts';
import type { PluginLog } from './plugin-log.ts';
import { PluginProcess, type PluginCommand } from './plugin-process.ts';
import { createSession, type AnswerInvoke, type Session } from './plugin-session.ts';
import { processUse } from './process-use.ts';

export interface PluginRunnerOptions {
  readonly plugin: string;
  /** Asked before each start: what it names may have moved. Throws what keeps the plugin from running. */
  readonly command: () => Promise<PluginCommand>;
  readonly limits: PluginLimits;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: PluginLog;
}

export interface PluginCall {
  readonly data: RequestData;
  readonly signal: AbortSignal;
  /** Answers what the plugin asks of the host meanwhile. */
  readonly answer: AnswerInvoke;
  /** What an exception of the plugin means to the caller. */
  readonly errorFrom: (failure: SessionFailure) => AppError;
  readonly timeoutMs?: number | undefined;
  readonly facts?: Partial<Omit<RequestMessage, 'session_id' | 'event' | 'data'>> | undefined;
}

export interface RunnerStatus {
  readonly state: 'off' | 'starting' | 'ready' | 'failed';
  readonly pid: number | null;
  readonly calls: number;
  readonly residentBytes: number | null;
  readonly error: AppError | null;
  /** Epoch milliseconds of the next try; null unless `failed`. */
  readonly retryAt: number | null;
}

export class PluginRunner {
  readonly #options: PluginRunnerOptions;
  readonly #draining = new Set<PluginProcess>();
  readonly #abandoned = new Map<PluginProcess, number>();
  #current: PluginProcess | null = null;
  #starting: Promise<PluginProcess> | null = null;
  #failures = 0;
  #failed: { readonly error: AppError; readonly retryAt: number } | null = null;
  #readyAt = 0;
  #cancelIdle: (() => void) | null = null;
  #closed = false;

  constructor(options: PluginRunnerOptions) {
    this.#options = options;
  }

  /**
   * Has the plugin do something: its chunks as it sends them. Throws `plugin_start_failed`,
   * `plugin_busy`, `plugin_died`, `plugin_timed_out` and the other plugin codes, or the signal's reason.
   */
  async *call(call: PluginCall): AsyncGenerator<unknown, void, undefined> {
    call.signal.throwIfAborted();
    const process = await untilAborted(this.#ready(), call.signal);
    const { limits, plugin } = this.#options;
    if (process.sessions >= limits.sessionsMax)
      throw new AppError('plugin_busy', {
        details: { plugin, value: process.sessions, limit: 'sessionsMax' },
      });
    yield* this.#open(process, call).chunks;
  }

  /** Starts it unless it runs; throws what a call would. */
  async start(): Promise<void> {
    await this.#ready();
  }

  status(): RunnerStatus {
    const { pid = null, sessions = 0, state = 'ended' } = this.#current ?? {};
    const failed = this.#failed;
    const known = { pid, calls: sessions, error: failed?.error ?? null };
    const residentBytes = pid === null ? null : (processUse(pid)?.residentBytes ?? null);
    if (state !== 'ended') return { ...known, state, residentBytes, retryAt: null };
    return failed
      ? { ...known, state: 'failed', residentBytes: null, retryAt: failed.retryAt }
      : {
          ...known,
          state: this.#starting ? 'starting' : 'off',
          residentBytes: null,
          retryAt: null,
        };
  }

  /** Lets its processes finish what they do and starts new ones for later calls. */
  replace(reason: string): void {
    this.#failed = null;
    this.#failures = 0;
    if (this.#current) this.#drain(this.#current, reason);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelIdle?.();
    const processes = [...this.#draining, ...(this.#current ? [this.#current] : [])];
    for (const process of processes) process.kill(this.#recycled('it is being closed'));
    await Promise.all(processes.map(({ closed }) => closed));
    this.#options.log.flush();
  }

  #open(process: PluginProcess, call: PluginCall): Session {
    const { ids, clock, limits, plugin } = this.#options;
    this.#cancelIdle?.();
    const sessionId = ids.uuid();
    const session = createSession({
      plugin,
      sessionId,
      limits,
      clock,
      errorFrom: call.errorFrom,
      timeoutMs: call.timeoutMs ?? limits.callMs,
      signal: call.signal,
      answer: call.answer,
      send: (message) => process.send(message),
      onAbandon: () => this.#watchAbandoned(process, sessionId),
      onEnd: () => this.#sessionEnded(process, sessionId),
    });
    process.open(
      {
        session_id: sessionId,
        event: 'request',
        conversation_id: null,
        message_id: null,
        app_id: null,
        endpoint_id: null,
        context: {},
        ...call.facts,
        data: call.data,
      },
      session.listener,
    );
    return session;
  }

  async #ready(): Promise<PluginProcess> {
    if (this.#closed) throw this.#recycled('it is being closed');
    if (this.#current?.state === 'ready') return this.#current;
    const { clock } = this.#options;
    const failed = this.#failed;
    if (failed && failed.retryAt > clock.now()) {
      const { code, details } = failed.error;
      throw new AppError(code, {
        details,
        retryAfterMs: failed.retryAt - clock.now(),
        cause: failed.error,
      });
    }
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<PluginProcess> {
    const { plugin, limits, clock, log } = this.#options;
    try {
      const command = await this.#options.command();
      if (this.#closed) throw this.#recycled('it is being closed');
      const process = new PluginProcess({
        plugin,
        command,
        limits,
        clock,
        log,
        onEnd: (ended, error) => this.#processEnded(ended, error),
      });
      this.#current = process;
      log.write({ level: 'info', source: 'host', text: `Process ${process.pid} starts` });
      const startedAt = clock.monotonic();
      await process.ready;
      this.#failed = null;
      this.#readyAt = clock.now();
      const tookMs = Math.round(clock.monotonic() - startedAt);
      log.write({ level: 'info', source: 'host', text: `Ready after ${tookMs} ms` });
      this.#restIfIdle(process);
      return process;
    } catch (error) {
      if (error instanceof AppError) this.#countFailure(error);
      throw error;
    }
  }

  #countFailure(error: AppError): void {
    const { clock, limits } = this.#options;
    const waitMs = limits.backOffMs[Math.min(this.#failures, limits.backOffMs.length - 1)] ?? 0;
    this.#failures += 1;
    this.#failed = { error, retryAt: clock.now() + waitMs };
  }

  #processEnded(process: PluginProcess, error: AppError): void {
    this.#draining.delete(process);
    this.#abandoned.delete(process);
    if (this.#current !== process) return;
    this.#current = null;
    if (this.#starting) return;
    // One that dies as soon as it works is no better than one that does not start.
    const livedMs = this.#options.clock.now() - this.#readyAt;
    if (error.code === 'plugin_died' && livedMs < stableMs) this.#countFailure(error);
    else this.#failures = 0;
  }

  #sessionEnded(process: PluginProcess, sessionId: string): void {
    this.#cancelAbandoned.get(sessionId)?.();
    this.#restIfIdle(process);
    if (this.#draining.has(process)) this.#endIfDone(process);
  }

  readonly #cancelAbandoned = new Map<string, () => void>();

  #watchAbandoned(process: PluginProcess, sessionId: string): void {
    const { clock, limits } = this.#options;
    process.leave(sessionId);
    this.#abandoned.set(process, (this.#abandoned.get(process) ?? 0) + 1);
    const forget = (): void => {
      cancel();
      this.#cancelAbandoned.delete(sessionId);
      const left = (this.#abandoned.get(process) ?? 1) - 1;
      if (left === 0) this.#abandoned.delete(process);
      else this.#abandoned.set(process, left);
    };
    const cancel = clock.after(limits.abandonedMs, () => {
      this.#cancelAbandoned.delete(sessionId);
      this.#drain(process, 'it went on with a call that nobody waits for');
    });
    this.#cancelAbandoned.set(sessionId, forget);
    if (this.#draining.has(process)) this.#endIfDone(process);
  }

  #drain(process: PluginProcess, reason: string): void {
    const { clock, limits, log } = this.#options;
    if (this.#draining.has(process) || process.state === 'ended') return;
    if (this.#current === process) this.#current = null;
    this.#draining.add(process);
    log.write({
      level: 'info',
      source: 'host',
      text: `Process ${process.pid} is replaced: ${reason}`,
    });
    const cancel = clock.after(limits.drainMs, () => process.kill(this.#recycled(reason)));
    void process.closed.then(cancel);
    this.#endIfDone(process);
  }

  /** Sessions that were abandoned do not hold a process that must go. */
  #endIfDone(process: PluginProcess): void {
    if (process.sessions <= (this.#abandoned.get(process) ?? 0))
      process.kill(this.#recycled('it was replaced'));
  }

  #restIfIdle(process: PluginProcess): void {
    const { clock, limits } = this.#options;
    if (process !== this.#current || process.sessions > 0) return;
    this.#cancelIdle?.();
    this.#cancelIdle = clock.after(limits.idleStopMs, () => {
      this.#cancelIdle = null;
      if (process.sessions === 0) this.#drain(process, 'it has nothing to do');
    });
  }

  #recycled(reason: string): AppError {
    return new AppError('plugin_recycled', { details: { plugin: this.#options.plugin, reason } });
  }
}

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A process that dies before it worked so long counts as one that did not start. */
const stableMs = 10_000;
