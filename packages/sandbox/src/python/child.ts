/**
 * The program of an interpreter process. It is started with nothing: no environment, no file but
 * those it was allowed to read, no network, no right to start processes or threads, no `eval`; and
 * once the interpreter runs, the right to read files is dropped too.
 *
 * boot: `boot` → `ready`; then for each `run` or `render`: `answer`, and `idle` when the traces of
 * the call are cleared away. `build` makes a snapshot instead and ends.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { types } from 'node:util';
import { bootstrapSource } from './bootstrap-source.ts';
import { buildInterpreter } from './build.ts';
import { readFrames, writeFrame, type ChildReply, type ChildRequest } from './frames.ts';
import { createPythonRealm, type PythonFunction, type PythonRealm } from './realm.ts';

const frameBytesMax = 256 * 1024 * 1024;
const calls: { run?: PythonFunction; render?: PythonFunction; reset?: PythonFunction } = {};
let realm: PythonRealm | null = null;
/** Settles when the interpreter is free: a call may arrive while the one before is being cleared away. */
let free: Promise<void> = Promise.resolve();

readFrames(
  process.stdin,
  frameBytesMax,
  (header, payload) => {
    handle(header as ChildRequest, payload).catch((error: unknown) => leave(error));
  },
  leave,
);
// The server is gone: so is the reason to live.
process.stdin.on('close', () => process.exit(0));
process.on('uncaughtException', leave);

async function handle(request: ChildRequest, payload: Buffer): Promise<void> {
  switch (request.type) {
    case 'boot':
      await boot(request);
      return;
    case 'build': {
      const built = await buildInterpreter(request, payload, bootstrapSource);
      send(
        { type: 'built', snapshotBytes: built.snapshot.length, entries: built.entries },
        Buffer.concat([built.snapshot, built.archive]),
      );
      return;
    }
    case 'run':
      free = free.then(() => perform('code', request.code, request, payload));
      return free;
    case 'render':
      free = free.then(() => perform('template', request.template, request, payload));
      return free;
    default:
      throw new Error(`unknown request ${JSON.stringify(request satisfies never)}`);
  }
}

async function boot(request: Extract<ChildRequest, { type: 'boot' }>): Promise<void> {
  const archive =
    request.archive === null
      ? {}
      : { archive: { bytes: readFileSync(request.archive), entries: request.entries } };
  realm = await createPythonRealm({
    files: request.files,
    snapshot: readFileSync(request.snapshot),
    ...archive,
  });
  calls.run = realm.bind('_outpost_run');
  calls.render = realm.bind('_outpost_render');
  calls.reset = realm.bind('_outpost_reset');
  // Since Node 26 a process can give rights up; nothing here reads a file from now on.
  (process.permission as { drop?: (scope: string) => void } | undefined)?.drop?.('fs.read');
  realm.bind('_outpost_prepare')(false, '', '', (ok, text) => {
    if (ok && text === 'ok') send({ type: 'ready', rssBytes: process.memoryUsage.rss() });
    else leave(new Error(text));
  });
}

function perform(
  kind: 'code' | 'template',
  source: string,
  { memoryBytes, outputBytes }: { readonly memoryBytes: number; readonly outputBytes: number },
  payload: Buffer,
): Promise<void> {
  const current = realm;
  const call = kind === 'code' ? calls.run : calls.render;
  if (!call || !current) throw new Error('called before boot');
  current.limitMemory(memoryBytes);
  const header = JSON.stringify({ [kind]: source, outputBytes });
  // `async def`, `asyncio`: code without the word has nothing to wait with.
  const suspendable = kind === 'code' && source.includes('async');
  return new Promise((resolve) => {
    call(suspendable, header, payload.toString('utf8'), (ok, text) => {
      send({ type: 'answer', ok, memoryBlocked: current.memoryBlocked() }, text);
      current.clearTimers();
      // After the answer has gone out, so that nobody waits for the cleaning.
      setImmediate(() => clean(resolve));
    });
  });
}

function clean(done: () => void): void {
  calls.reset?.(false, '', '', (ok, text) => {
    send({ type: 'idle', rssBytes: process.memoryUsage.rss(), clean: ok && text === 'ok' });
    done();
  });
}

function send(reply: ChildReply, payload?: Uint8Array | string): void {
  writeFrame(process.stdout, reply, payload);
}

function leave(error: unknown): void {
  // Not `instanceof`: an error of the realm has another `Error` behind it.
  const reason = types.isNativeError(error) ? (error.stack ?? error.message) : 'unknown failure';
  writeFrame(process.stdout, { type: 'failed', reason: reason.slice(0, 4000) });
  process.stdout.end(() => process.exit(1));
}
