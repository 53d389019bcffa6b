/** The program of a JavaScript worker: one run at a time, each in an instance of its own. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createMachine, type Machine } from './machine.ts';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './messages.ts';
import { webAssembly } from './web-assembly.ts';

const { quickjsWasm } = workerData as WorkerSettings;
const port = parentPort;
if (!port) throw new Error('javascript/worker.ts is not run as a worker.');
const wasmModule = await webAssembly.compile(readFileSync(quickjsWasm));
/** Made while nobody waits: instantiating takes longer than most runs. */
let prepared: Promise<Machine> | null = null;

port.on('message', (request: WorkerRequest) => {
  serve(request).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    answer({ status: 'error', type: 'Error', message, line: null, printed: '' });
  });
});
port.postMessage('ready');

async function serve(request: WorkerRequest): Promise<void> {
  const ready = prepared && (await prepared);
  prepared = null;
  const fits = ready?.memoryBytes === request.memoryBytes;
  const machine = fits ? ready : await createMachine(wasmModule, request.memoryBytes);
  answer(machine.run(request));
  setImmediate(() => {
    prepared ??= createMachine(wasmModule, request.memoryBytes);
    prepared.catch(() => (prepared = null));
  });
}

function answer(reply: WorkerReply): void {
  port?.postMessage(reply);
}
