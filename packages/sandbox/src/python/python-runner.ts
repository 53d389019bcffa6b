import { AppError, messageOf, type CodeLimits, type Value, type Values } from '@outpost/contracts';
import type { SandboxAssets } from '../assets.ts';
import type { SandboxLimits } from '../limits.ts';
import { isNativeModule, packForModule } from '../libraries/library-packs.ts';
import { parseResult } from '../parse-result.ts';
import { SlotPool } from '../slot-pool.ts';
import type { CallOutcome } from './interpreter.ts';
import { Interpreter } from './interpreter.ts';
import type { PreparedSnapshot } from './snapshot.ts';

/** What the Python side says of a call, in front of the result. */
interface Answer {
  readonly status: 'ok' | 'error' | 'memory' | 'output';
  readonly type?: string;
  readonly message?: string;
  /** Line of the user's own code or template, from 1. */
  readonly line?: number;
  /** The module that an import did not find. */
  readonly module?: string;
  readonly printed?: string;
}

export interface PythonCall {
  readonly tenant: string;
  readonly inputs: Values;
  readonly limits: CodeLimits;
  readonly signal: AbortSignal;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Runs Python code and Jinja2 templates on interpreters that each belong to one tenant. */
export class PythonRunner {
  readonly #limits: SandboxLimits;
  readonly #pool: SlotPool<Interpreter>;
  readonly #librariesVersion: () => number;
  #seenVersion = 0;

  constructor(options: {
    readonly assets: SandboxAssets;
    readonly limits: SandboxLimits;
    readonly snapshot: () => Promise<PreparedSnapshot>;
    /** Changes when a library pack is added or removed. */
    readonly librariesVersion: () => number;
  }) {
    const { limits, librariesVersion } = options;
    this.#limits = limits;
    this.#librariesVersion = librariesVersion;
    this.#pool = new SlotPool({
      start: async (signal) => startInterpreter(options.assets, await options.snapshot(), signal),
      owned: true,
      slotsMax: limits.interpretersMax,
      perTenantMax: limits.concurrentPerTenantMax,
      queuedPerTenantMax: limits.queuedPerTenantMax,
      queueWaitMs: limits.queueWaitMs,
      patienceMs: limits.patienceMs,
      idleMs: limits.idleMs,
      sparesMax: 1,
    });
  }

  async run(code: string, call: PythonCall): Promise<Value> {
    const text = await this.#call('run', code, call);
    return parseResult(text);
  }

  render(template: string, call: PythonCall): Promise<string> {
    return this.#call('render', template, call);
  }

  close(): void {
    this.#pool.close();
  }

  #renewWithLibraries(): void {
    const version = this.#librariesVersion();
    if (version === this.#seenVersion) return;
    this.#seenVersion = version;
    this.#pool.renew();
  }

  async #call(type: 'run' | 'render', source: string, call: PythonCall): Promise<string> {
    const payload = JSON.stringify(call.inputs);
    checkInputSize(source, payload, this.#limits.inputBytes);
    const { memoryBytes, outputBytes, timeoutMs } = call.limits;
    const bounds = { memoryBytes: memoryBytes + emptyInterpreterBytes, outputBytes };
    const request =
      type === 'run'
        ? ({ type, code: source, ...bounds } as const)
        : ({ type, template: source, ...bounds } as const);
    this.#renewWithLibraries();
    return this.#pool.use(call.tenant, call.signal, async (interpreter) => {
      const outcome = await interpreter.call(request, payload, timeoutMs);
      return resultOf(outcome, interpreter, call);
    });
  }
}

async function startInterpreter(
  assets: SandboxAssets,
  snapshot: PreparedSnapshot,
  signal: AbortSignal,
): Promise<Interpreter> {
  signal.throwIfAborted();
  try {
    return await Interpreter.start(assets, snapshot, signal);
  } catch (error) {
    const reason = `the Python interpreter could not be started: ${messageOf(error)}`;
    throw new AppError('sandbox_unavailable', { details: { reason }, cause: error });
  }
}

function resultOf(outcome: CallOutcome, interpreter: Interpreter, call: PythonCall): string {
  const { timeoutMs, memoryBytes } = call.limits;
  switch (outcome.type) {
    case 'timed-out':
      throw new AppError('code_timed_out', { details: { limitMs: timeoutMs } });
    case 'out-of-memory':
      throw new AppError('code_out_of_memory', { details: { limitBytes: memoryBytes } });
    case 'died': {
      const reason = `The code ended its interpreter: ${firstLine(outcome.reason)}`;
      throw new AppError('code_failed', { details: { reason, type: 'InterpreterEnded' } });
    }
    case 'answer': {
      const end = outcome.text.indexOf('\n');
      const answer = JSON.parse(outcome.text.slice(0, end)) as Answer;
      if (answer.printed !== undefined) call.onOutput?.(answer.printed);
      if (answer.status === 'ok') return outcome.text.slice(end + 1);
      // WebAssembly memory never shrinks: only a new interpreter gives it back.
      if (answer.status === 'memory' || outcome.memoryBlocked) interpreter.retire();
      throw failureOf(answer, call.limits);
    }
    default:
      throw new Error(`unknown outcome ${JSON.stringify(outcome satisfies never)}`);
  }
}

function failureOf(answer: Answer, { memoryBytes, outputBytes }: CodeLimits): AppError {
  if (answer.status === 'memory')
    return new AppError('code_out_of_memory', { details: { limitBytes: memoryBytes } });
  if (answer.status === 'output')
    return new AppError('code_output_too_large', { details: { limitBytes: outputBytes } });
  const type = answer.type ?? 'Error';
  const message = answer.message ?? '';
  const place = answer.line === undefined ? '' : ` (line ${answer.line})`;
  const reason = `${type}${message === '' ? '' : `: ${message}`}${place}`;
  const details = {
    reason,
    type,
    message,
    ...(answer.line !== undefined && { line: answer.line }),
  };
  if (answer.module === undefined) return new AppError('code_failed', { details });
  const { module } = answer;
  if (isNativeModule(module))
    return new AppError('code_module_unsupported', { details: { ...details, module } });
  return new AppError('code_module_missing', {
    details: { ...details, module, pack: packForModule(module) },
  });
}

/** Throws `code_input_too_large`. */
export function checkInputSize(source: string, payload: string, limitBytes: number): void {
  const sizeBytes = Buffer.byteLength(source) + Buffer.byteLength(payload);
  if (sizeBytes > limitBytes)
    throw new AppError('code_input_too_large', { details: { sizeBytes, limitBytes } });
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 500) ?? '';
}

/** What the snapshot's heap takes of the WebAssembly memory before any code runs. */
const emptyInterpreterBytes = 32 * 1024 * 1024;
