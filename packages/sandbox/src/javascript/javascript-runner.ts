import { Worker } from 'node:worker_threads';
import { AppError, type CodeLimits, type Value, type Values } from '@outpost/contracts';
import type { SandboxAssets } from '../assets.ts';
import type { SandboxLimits } from '../limits.ts';
import { parseResult } from '../parse-result.ts';
import { SlotPool, type Slot } from '../slot-pool.ts';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './messages.ts';

export interface JavascriptCall {
  readonly tenant: string;
  readonly inputs: Values;
  readonly limits: CodeLimits;
  readonly signal: AbortSignal;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Runs JavaScript in QuickJS: a fresh WebAssembly instance per run, on worker threads that can be ended. */
export class JavascriptRunner {
  readonly #pool: SlotPool<QuickjsWorker>;

  constructor(assets: SandboxAssets, limits: SandboxLimits) {
    this.#pool = new SlotPool({
      start: (signal) => QuickjsWorker.start(assets, signal),
      owned: false,
      slotsMax: limits.workersMax,
      perTenantMax: limits.concurrentPerTenantMax,
      queuedPerTenantMax: limits.queuedPerTenantMax,
      queueWaitMs: limits.queueWaitMs,
      patienceMs: limits.patienceMs,
      idleMs: limits.idleMs,
      sparesMax: 0,
    });
  }

  async run(code: string, payload: string, call: JavascriptCall): Promise<Value> {
    const { timeoutMs, memoryBytes, outputBytes } = call.limits;
    const request = { code, inputs: payload, timeoutMs, memoryBytes, outputBytes };
    const reply = await this.#pool.use(call.tenant, call.signal, (worker) => worker.call(request));
    if (reply.printed !== '') call.onOutput?.(reply.printed);
    switch (reply.status) {
      case 'ok':
        return parseResult(reply.json);
      case 'timed-out':
        throw new AppError('code_timed_out', { details: { limitMs: timeoutMs } });
      case 'out-of-memory':
        throw new AppError('code_out_of_memory', { details: { limitBytes: memoryBytes } });
      case 'output-too-large':
        throw new AppError('code_output_too_large', { details: { limitBytes: outputBytes } });
      case 'error': {
        const { type, message, line } = reply;
        const reason = `${type}: ${message}${line === null ? '' : ` (line ${line})`}`;
        const details = { reason, type, message, ...(line !== null && { line }) };
        throw new AppError('code_failed', { details });
      }
      default:
        throw new Error(`unknown reply ${JSON.stringify(reply satisfies never)}`);
    }
  }

  close(): void {
    this.#pool.close();
  }
}

class QuickjsWorker implements Slot {
  readonly #worker: Worker;
  #usable = true;
  #receive: (reply: WorkerReply | 'ready') => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  private constructor(assets: SandboxAssets) {
    const settings: WorkerSettings = { quickjsWasm: assets.quickjsWasm };
    this.#worker = new Worker(assets.javascriptWorker, {
      workerData: settings,
      env: {},
      argv: [],
      execArgv: ['--no-warnings'],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    // Idle workers must not keep the server's process from ending.
    this.#worker.unref();
    this.#worker.on('message', (reply: WorkerReply | 'ready') => this.#receive(reply));
    this.#worker.on('error', (error: unknown) =>
      this.#end(error instanceof Error ? error : new Error(String(error))),
    );
    this.#worker.on('exit', () => this.#end(new Error('the worker ended')));
  }

  static async start(assets: SandboxAssets, signal: AbortSignal): Promise<QuickjsWorker> {
    const worker = new QuickjsWorker(assets);
    const abandon = (): void => worker.close();
    signal.addEventListener('abort', abandon, { once: true });
    const timer = setTimeout(abandon, startMs);
    try {
      await worker.#next();
      return worker;
    } catch (error) {
      worker.close();
      const reason = `a JavaScript worker could not be started: ${String(error)}`;
      throw new AppError('sandbox_unavailable', { details: { reason }, cause: error });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abandon);
    }
  }

  get usable(): boolean {
    return this.#usable;
  }

  /** QuickJS stops itself at the deadline; what it cannot interrupt (one long built-in call) is ended here. */
  async call(request: WorkerRequest): Promise<WorkerReply> {
    const printed = '';
    const backstop = Promise.withResolvers<WorkerReply>();
    const timer = setTimeout(() => {
      backstop.resolve({ status: 'timed-out', printed });
      this.close();
    }, request.timeoutMs + graceMs);
    try {
      this.#worker.ref();
      this.#worker.postMessage(request);
      const answer = this.#next() as Promise<WorkerReply>;
      return await Promise.race([answer, backstop.promise]);
    } catch (error) {
      // The thread's own heap ran out, or it crashed.
      const code = (error as { readonly code?: unknown }).code;
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { status: 'out-of-memory', printed };
      const message = `The code ended its worker: ${error instanceof Error ? error.message : 'unknown'}`;
      return { status: 'error', type: 'WorkerEnded', message, line: null, printed };
    } finally {
      clearTimeout(timer);
      this.#worker.unref();
    }
  }

  close(): void {
    this.#end(new Error('the worker was stopped'));
    void this.#worker.terminate();
  }

  #next(): Promise<WorkerReply | 'ready'> {
    return new Promise((resolve, reject) => {
      if (!this.#usable) reject(new Error('the worker had ended'));
      this.#receive = resolve;
      this.#fail = reject;
    });
  }

  #end(error: Error): void {
    this.#usable = false;
    this.#fail(error);
  }
}

const startMs = 30_000;
const graceMs = 250;
