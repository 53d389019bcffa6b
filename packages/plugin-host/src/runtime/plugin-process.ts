// One process of a plugin:
//
//   starting ──first heartbeat──▶ ready ──▶ ended
//       └──────────── dies, or startMs ───────▲
//
// It is ended by `kill` with a reason, or by itself; what its open sessions were for fails then with
// that reason. The process leads a group of its own, so that what it started goes with it.
import { spawn, type ChildProcess } from 'node:child_process';
import { AppError, messageOf, type Clock } from '@outpost/contracts';
import {
  createLineReader,
  encodeMessage,
  readPluginMessage,
  type HostMessage,
  type InvokeData,
  type PluginMessage,
  type RequestMessage,
  type SessionFailure,
} from '@outpost/plugin-sdk/wire';
import type { PluginLimits } from './limits.ts';
import type { PluginLog } from './plugin-log.ts';
import { processUse } from './process-use.ts';

/** How a plugin's process is started: nothing of our own environment is added. */
export interface PluginCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Hears of one session. After `end` or `broken` it hears nothing more. */
export interface SessionListener {
  /** False ends the session: its reader is too far behind. */
  stream(chunk: unknown, characters: number): boolean;
  failure(failure: SessionFailure): void;
  /** Null when the call had no form that could be answered. */
  invoke(invoke: InvokeData | null): void;
  end(): void;
  /** The process is gone. */
  broken(error: AppError): void;
}

export interface PluginProcessOptions {
  /** As people know it. */
  readonly plugin: string;
  readonly command: PluginCommand;
  readonly limits: PluginLimits;
  readonly clock: Clock;
  readonly log: PluginLog;
  /** Heard once, after every session has been told. */
  readonly onEnd: (process: PluginProcess, error: AppError) => void;
}

export class PluginProcess {
  readonly #options: PluginProcessOptions;
  readonly #sessions = new Map<string, SessionListener>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #child: ChildProcess;
  readonly #startedAt: number;
  #state: 'starting' | 'ready' | 'ended' = 'starting';
  #heardAt: number;
  /** Why it was told to end, and what came of it. */
  #endReason: AppError | null = null;
  #endError: AppError | null = null;
  #cancelWatch: () => void = () => {};
  #noise = 0;
  #noiseSince = 0;
  #errorText = '';
  #busySince: { readonly at: number; readonly processorMs: number } | null = null;

  constructor(options: PluginProcessOptions) {
    this.#options = options;
    const { clock, command } = options;
    this.#startedAt = clock.monotonic();
    this.#heardAt = this.#startedAt;
    this.#ready.promise.catch(() => {});
    this.#child = spawn(command.program, [...command.arguments], {
      cwd: command.directory,
      env: { ...command.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#listen();
    this.#watch();
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }
  get state(): 'starting' | 'ready' | 'ended' {
    return this.#state;
  }
  get sessions(): number {
    return this.#sessions.size;
  }
  /** Resolves at the first heartbeat; rejects with `plugin_start_failed`. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }
  /** Resolves when the process is gone. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Begins a session; the process has been ready. */
  open(message: RequestMessage, listener: SessionListener): void {
    if (this.#endError) {
      listener.broken(this.#endError);
      return;
    }
    this.#sessions.set(message.session_id, listener);
    this.send(message);
  }

  send(message: HostMessage): void {
    const { limits } = this.#options;
    const { stdin } = this.#child;
    if (this.#state === 'ended' || !stdin?.writable) return;
    stdin.write(encodeMessage(message));
    if (stdin.writableLength > limits.unsentBytesMax)
      this.kill(this.#unresponsive(limits.silenceMs));
  }

  /** From now on nothing is heard of the session; the plugin may go on with it. */
  leave(sessionId: string): void {
    const listener = this.#sessions.get(sessionId);
    if (listener) this.#sessions.set(sessionId, deaf(listener));
  }

  /** Ends the process and its group; open sessions fail with the reason. */
  kill(reason: AppError): void {
    this.#endReason ??= reason;
    killGroup(this.#child);
  }

  #listen(): void {
    const { limits } = this.#options;
    const child = this.#child;
    const lines = createLineReader({
      lineCharactersMax: limits.lineCharactersMax,
      onValue: (value, characters) => this.#hear(value, characters),
      onNoise: (text) => this.#hearNoise(text),
      onTooLong: () => this.#flooded('lineCharactersMax', limits.lineCharactersMax),
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#hearError(text));
    // A plugin that died while it was written to is reported by `close`.
    child.stdin?.on('error', () => {});
    child.on('error', (error) => {
      this.#endReason ??= this.#startFailed(messageOf(error));
      if (child.pid === undefined) this.#end('it could not be started');
    });
    child.on('exit', () => killGroup(child));
    child.on('close', (code, signal) => {
      if (this.#errorText !== '') this.#hearError('\n');
      this.#end(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  }

  #hear(value: unknown, characters: number): void {
    this.#heardAt = this.#options.clock.monotonic();
    const message = readPluginMessage(value);
    if (message !== null) this.#take(message, characters);
    // The manifest, which some print when they start, says nothing new.
    else if (this.#state !== 'starting') this.#hearNoise(JSON.stringify(value));
  }

  #take(message: PluginMessage, characters: number): void {
    switch (message.event) {
      case 'heartbeat':
        if (this.#state !== 'starting') return;
        this.#state = 'ready';
        this.#ready.resolve();
        return;
      case 'log':
        this.#countNoise(characters);
        this.#write(levelOf(message.level), 'plugin', message.message);
        return;
      case 'error':
        this.#countNoise(characters);
        this.#write('error', 'plugin', message.message);
        return;
      default:
        this.#takeOfSession(message, characters);
    }
  }

  #takeOfSession(
    message: Extract<PluginMessage, { readonly sessionId: string }>,
    characters: number,
  ): void {
    const { sessionId } = message;
    const listener = this.#sessions.get(sessionId);
    // Of a session that it was never given, or that has ended: the plugin is confused, or lies.
    if (!listener) {
      this.#countNoise(characters);
      return;
    }
    switch (message.event) {
      case 'stream':
        if (!listener.stream(message.data, characters)) this.leave(sessionId);
        return;
      case 'failure':
        listener.failure(message.failure);
        return;
      case 'invoke':
        listener.invoke(message.invoke);
        return;
      case 'end':
        this.#sessions.delete(sessionId);
        listener.end();
        return;
      default:
        message satisfies never;
    }
  }

  #hearNoise(text: string): void {
    this.#countNoise(text.length);
    this.#write('info', 'output', text);
  }

  #hearError(text: string): void {
    this.#countNoise(text.length);
    const lines = (this.#errorText + text).split('\n');
    this.#errorText = (lines.pop() ?? '').slice(-errorLineMax);
    for (const line of lines) if (line.trim() !== '') this.#write('error', 'output', line);
  }

  #countNoise(characters: number): void {
    const { clock, limits } = this.#options;
    const now = clock.monotonic();
    if (now - this.#noiseSince > limits.noiseWindowMs) {
      this.#noiseSince = now;
      this.#noise = 0;
    }
    this.#noise += characters;
    if (this.#noise > limits.noiseCharactersMax)
      this.#flooded('noiseCharactersMax', limits.noiseCharactersMax);
  }

  #watch(): void {
    const { clock, limits } = this.#options;
    this.#cancelWatch = clock.after(limits.watchMs, () => {
      this.#inspect();
      if (this.#state !== 'ended') this.#watch();
    });
  }

  #inspect(): void {
    const { clock, limits, plugin } = this.#options;
    const now = clock.monotonic();
    if (this.#state === 'starting' && now - this.#startedAt > limits.startMs)
      this.kill(this.#startFailed(`it was not ready after ${limits.startMs} ms (limit startMs)`));
    if (this.#state === 'ready' && now - this.#heardAt > limits.silenceMs)
      this.kill(this.#unresponsive(limits.silenceMs));
    const use = this.pid === null ? null : processUse(this.pid);
    if (use === null) return;
    if (use.residentBytes > limits.memoryBytesMax)
      this.kill(
        new AppError('plugin_out_of_memory', {
          details: { plugin, limit: 'memoryBytesMax', limitBytes: limits.memoryBytesMax },
        }),
      );
    this.#inspectProcessor(now, use.processorMs);
  }

  /** A plugin that computes without a call to compute for has lost its way. */
  #inspectProcessor(now: number, processorMs: number): void {
    const { limits, plugin } = this.#options;
    const before = this.#busySince;
    if (this.#state !== 'ready' || this.#sessions.size > 0) this.#busySince = null;
    else if (before === null || processorMs - before.processorMs < (now - before.at) / 2)
      this.#busySince = { at: now, processorMs };
    else if (now - before.at > limits.idleBusyMs)
      this.kill(
        new AppError('plugin_recycled', {
          details: { plugin, reason: 'it kept a processor busy without a call (limit idleBusyMs)' },
        }),
      );
  }

  #end(how: string): void {
    if (this.#state === 'ended') return;
    const starting = this.#state === 'starting';
    this.#state = 'ended';
    this.#cancelWatch();
    const { log, onEnd, plugin } = this.#options;
    const output = log.lastOutput();
    const error =
      this.#endReason ??
      (starting
        ? this.#startFailed(output === '' ? `it ended with ${how}` : `${how}: ${output}`)
        : new AppError('plugin_died', { details: { plugin, how } }));
    this.#endError = error;
    this.#write('info', 'host', `The process ended: ${how}`);
    this.#ready.reject(error);
    for (const listener of this.#sessions.values()) listener.broken(error);
    this.#sessions.clear();
    onEnd(this, error);
    this.#closed.resolve();
  }

  #write(
    level: Parameters<PluginLog['write']>[0]['level'],
    source: 'plugin' | 'output' | 'host',
    text: string,
  ): void {
    this.#options.log.write({ level, source, text });
  }

  #flooded(limit: keyof PluginLimits, value: number): void {
    this.kill(
      new AppError('plugin_flooded', { details: { plugin: this.#options.plugin, limit, value } }),
    );
  }

  #unresponsive(valueMs: number): AppError {
    return new AppError('plugin_unresponsive', {
      details: { plugin: this.#options.plugin, limit: 'silenceMs', valueMs },
    });
  }

  #startFailed(reason: string): AppError {
    return new AppError('plugin_start_failed', {
      details: { plugin: this.#options.plugin, reason },
    });
  }
}

/** A session nobody waits for: it still counts until the plugin ends it. */
function deaf(listener: SessionListener): SessionListener {
  return {
    stream: () => true,
    failure: () => {},
    invoke: (invoke) => listener.invoke(invoke),
    end: () => listener.end(),
    broken: (error) => listener.broken(error),
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // The group outlives its leader, and only the group has what the plugin itself started.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function levelOf(level: string): 'debug' | 'info' | 'warning' | 'error' {
  switch (level.toUpperCase()) {
    case 'DEBUG':
      return 'debug';
    case 'WARN':
    case 'WARNING':
      return 'warning';
    case 'ERROR':
    case 'CRITICAL':
    case 'FATAL':
      return 'error';
    default:
      return 'info';
  }
}

const errorLineMax = 16_384;
