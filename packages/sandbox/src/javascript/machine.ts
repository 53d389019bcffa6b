import variantModule from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import type { WorkerReply, WorkerRequest } from './messages.ts';
import { polyfillsSource } from './polyfills-source.ts';
import { webAssembly, type WasmModule } from './web-assembly.ts';

/** A QuickJS instance for one run: it is dropped afterwards, memory and all, never reused. */
export interface Machine {
  readonly memoryBytes: number;
  run(request: WorkerRequest): WorkerReply;
}

type Failed = Extract<WorkerReply, { status: 'error' }>;

/**
 * Instantiates QuickJS on a WebAssembly memory that cannot grow beyond the limit. QuickJS's own
 * `setMemoryLimit` does not hold (strings and typed arrays pass it), a maximum of the memory does.
 */
export async function createMachine(wasmModule: WasmModule, memoryBytes: number): Promise<Machine> {
  const maximum = Math.max(initialPages, Math.ceil(memoryBytes / pageBytes) + initialPages);
  const wasmMemory = new webAssembly.Memory({ initial: initialPages, maximum });
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmModule, wasmMemory }),
  );
  const runtime = quickjs.newRuntime();
  // More overflows the stack of the engine around it, which aborts instead of throwing.
  runtime.setMaxStackSize(stackBytes);
  const context = runtime.newContext();
  const printed = { text: '' };
  const print = context.newFunction('$print', (handle) => {
    const room = printedMax - printed.text.length;
    if (room > 0) printed.text += context.getString(handle).slice(0, room);
  });
  context.setProp(context.global, '$print', print);
  // Both are made before anybody's code runs, so they hold the JSON functions that QuickJS came with.
  const tick = context.unwrapResult(context.evalCode(polyfillsSource, 'polyfills.js'));
  const start = context.unwrapResult(context.evalCode(startSource, 'driver.js'));
  return {
    memoryBytes,
    run: (request) => {
      const reply = execute({ runtime, context, tick, start }, request);
      return { ...reply, printed: printed.text };
    },
  };
}

interface Parts {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  /** Fires the next timer. */
  readonly tick: QuickJSHandle;
  /** Calls `main` and promises the JSON of its result. */
  readonly start: QuickJSHandle;
}

function execute(parts: Parts, request: WorkerRequest): WorkerReply {
  const deadline = Date.now() + request.timeoutMs;
  let late = false;
  parts.runtime.setInterruptHandler(() => (late = Date.now() > deadline));
  try {
    const json = callMain(parts, request);
    if (typeof json !== 'string') return late ? { status: 'timed-out', printed: '' } : json;
    if (Buffer.byteLength(json) > request.outputBytes)
      return { status: 'output-too-large', printed: '' };
    return { status: 'ok', json, printed: '' };
  } catch (error) {
    if (late) return { status: 'timed-out', printed: '' };
    // The WebAssembly instance gave up: it could not even build an error object.
    const message = error instanceof Error ? error.message : String(error);
    return /memory|alloc|unreachable|abort|out of bounds/i.test(message)
      ? { status: 'out-of-memory', printed: '' }
      : failed('Error', message.slice(0, 2000), null);
  }
}

/** The JSON of what `main` returned, or how it failed. */
function callMain(
  { runtime, context, tick, start }: Parts,
  request: WorkerRequest,
): string | WorkerReply {
  const defined = context.evalCode(request.code, codeName);
  if (defined.error) return failureOf(context, defined.error);
  const inputs = context.newString(request.inputs);
  const started = context.callFunction(start, context.undefined, inputs);
  if (started.error) return failureOf(context, started.error);
  for (;;) {
    const jobs = runtime.executePendingJobs();
    if (jobs.error) return failureOf(context, jobs.error);
    const state = context.getPromiseState(started.value);
    if (state.type === 'rejected') return failureOf(context, state.error);
    if (state.type === 'fulfilled') {
      if (context.typeof(state.value) === 'string') return context.getString(state.value);
      return failed('TypeError', notAnObject, null);
    }
    const ticked = context.callFunction(tick, context.undefined);
    if (ticked.error) return failureOf(context, ticked.error);
    if (context.dump(ticked.value) !== true)
      return failed('Error', 'main returned a promise that never settles.', null);
  }
}

function failureOf(context: QuickJSContext, handle: QuickJSHandle): WorkerReply {
  const thrown: unknown = context.dump(handle);
  if (typeof thrown !== 'object' || thrown === null) return failed('Error', show(thrown), null);
  const { name, message, stack } = thrown as Record<string, unknown>;
  const text = typeof message === 'string' ? message : show(thrown);
  if (name === 'InternalError' && text === 'out of memory')
    return { status: 'out-of-memory', printed: '' };
  // Frames read `at main (code.js:3:7)`; a syntax error's, `at code.js:3:7`.
  const line = /code\.js:(\d+)/.exec(typeof stack === 'string' ? stack : '')?.[1];
  return failed(
    typeof name === 'string' ? name.slice(0, 100) : 'Error',
    text.slice(0, 2000),
    line === undefined ? null : Number(line),
  );
}

function failed(type: string, message: string, line: number | null): Failed & WorkerReply {
  return { status: 'error', type, message, line, printed: '' };
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}

// The package describes its CommonJS shape; the ES module that is loaded has the variant as its default.
const variant = variantModule as unknown as QuickJSSyncVariant;
const codeName = 'code.js';
const notAnObject = 'main must return an object of its outputs.';
/** `main` may be a function declaration, a constant or an async function. */
const startSource = `((parse, stringify, isArray) => async (inputs) => {
  if (typeof main !== 'function') throw new ReferenceError('The code must define a function named main.');
  const result = await main(parse(inputs));
  return typeof result === 'object' && result !== null && !isArray(result) ? stringify(result) : undefined;
})(JSON.parse, JSON.stringify, Array.isArray)`;
const pageBytes = 65_536;
/** What the module declares: 16 MiB. */
const initialPages = 256;
const stackBytes = 384 * 1024;
const printedMax = 65_536;
