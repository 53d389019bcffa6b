import type { SandboxAssets } from '../assets.ts';
import type { Slot } from '../slot-pool.ts';
import { cpuSecondsMax, spawnInterpreter, type InterpreterChild } from './child-process.ts';
import {
  readFrames,
  writeFrame,
  type ChildReply,
  type ChildRequest,
  type CodeCall,
  type TemplateCall,
} from './frames.ts';
import { pyodideFiles } from '../assets.ts';
import { readResidentMemory } from './resident-memory.ts';
import type { PreparedSnapshot } from './snapshot.ts';

/** How a call ended. Everything but `answer` has ended the interpreter. */
export type CallOutcome =
  | { readonly type: 'answer'; readonly text: string; readonly memoryBlocked: boolean }
  | { readonly type: 'timed-out' }
  | { readonly type: 'out-of-memory' }
  | { readonly type: 'died'; readonly reason: string };

/**
 * One Python interpreter in its own process, from the server's side.
 *
 * starting → idle → running → cleaning → idle …, and dead from anywhere. A call is answered while the
 * child is still cleaning up after it; the next call may be sent at once, the pipe keeps the order.
 */
export class Interpreter implements Slot {
  readonly #child: InterpreterChild;
  readonly #errors: string[] = [];
  #usable = true;
  #baseRssBytes = 0;
  #busyMs = 0;
  #running = false;
  #receive: (outcome: CallOutcome | { readonly type: 'ready' }) => void = () => undefined;

  private constructor(child: InterpreterChild) {
    this.#child = child;
    readFrames(
      child.stdout,
      frameBytesMax,
      (header, payload) => this.#handle(header as ChildReply, payload),
      (error) => this.#end({ type: 'died', reason: error.message }),
    );
    child.stderr.on('data', (chunk: Buffer) => {
      if (this.#errors.length < 20) this.#errors.push(chunk.toString('utf8').slice(0, 1000));
    });
    child.on('error', (error) => this.#end({ type: 'died', reason: error.message }));
    child.on('exit', (code, signal) => {
      const said = this.#errors.join('').trim();
      const reason = `its process ended (${signal ?? `code ${code}`})${said && `: ${said}`}`;
      this.#end({ type: 'died', reason });
    });
  }

  /** Boots an interpreter from a snapshot; rejects with what the child said when it cannot. */
  static start(
    assets: SandboxAssets,
    snapshot: PreparedSnapshot,
    signal: AbortSignal,
  ): Promise<Interpreter> {
    const { file, archive } = snapshot;
    const child = spawnInterpreter(assets, archive === null ? [file] : [file, archive]);
    const interpreter = new Interpreter(child);
    return new Promise((resolve, reject) => {
      const give = (reason: string): void => {
        interpreter.close();
        reject(new Error(reason));
      };
      const timer = setTimeout(() => give(`it did not start within ${startMs} ms`), startMs);
      const abandon = (): void => give('it was stopped while starting');
      signal.addEventListener('abort', abandon, { once: true });
      interpreter.#receive = (outcome) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abandon);
        if (outcome.type === 'ready') resolve(interpreter);
        else give(outcome.type === 'died' ? outcome.reason : outcome.type);
      };
      const { entries } = snapshot;
      const files = pyodideFiles(assets.pyodideDirectory);
      writeFrame(child.stdin, { type: 'boot', files, snapshot: file, archive, entries });
    });
  }

  get usable(): boolean {
    return this.#usable;
  }

  /** One call at a time. Time and memory are watched from here: the child may be stuck in a loop. */
  call(request: CodeCall | TemplateCall, payload: string, timeoutMs: number): Promise<CallOutcome> {
    if (!this.#usable) return Promise.resolve({ type: 'died', reason: 'it had ended before' });
    const startedAt = performance.now();
    this.#running = true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end({ type: 'timed-out' }), timeoutMs);
      const watch = this.#watchMemory(request.memoryBytes);
      this.#receive = (outcome) => {
        clearTimeout(timer);
        clearInterval(watch);
        this.#running = false;
        this.#busyMs += performance.now() - startedAt;
        if (this.#busyMs > (cpuSecondsMax * 1000) / 2) this.retire();
        if (outcome.type !== 'ready') resolve(outcome);
      };
      writeFrame(this.#child.stdin, request satisfies ChildRequest, payload);
    });
  }

  /** Lets no further call in; it ends when this one is over. */
  retire(): void {
    this.#usable = false;
  }

  close(): void {
    this.#end({ type: 'died', reason: 'it was stopped' });
  }

  /** Python's own memory is capped inside; what JavaScript objects take beside it is seen only here. */
  #watchMemory(memoryBytes: number): NodeJS.Timeout {
    const { pid } = this.#child;
    return setInterval(() => {
      if (pid === undefined) return;
      readResidentMemory(pid, (bytes) => {
        if (bytes !== null && bytes > this.#baseRssBytes + memoryBytes + rssSlackBytes)
          this.#end({ type: 'out-of-memory' });
      });
    }, memoryCheckMs);
  }

  #handle(reply: ChildReply, payload: Buffer): void {
    switch (reply.type) {
      case 'ready':
        this.#baseRssBytes = reply.rssBytes;
        this.#settle({ type: 'ready' });
        return;
      case 'answer': {
        const text = payload.toString('utf8');
        if (reply.ok) this.#settle({ type: 'answer', text, memoryBlocked: reply.memoryBlocked });
        else this.#end({ type: 'died', reason: text });
        return;
      }
      case 'idle':
        // WebAssembly memory never shrinks, and what cannot be cleaned must not be reused.
        if (!reply.clean || reply.rssBytes > this.#baseRssBytes + keepRssBytes) this.retire();
        if (!this.#usable && !this.#running) this.close();
        return;
      case 'failed':
        this.#end({ type: 'died', reason: reply.reason });
        return;
      default:
        this.#end({ type: 'died', reason: 'it spoke out of turn' });
    }
  }

  #settle(outcome: CallOutcome | { readonly type: 'ready' }): void {
    const receive = this.#receive;
    this.#receive = () => undefined;
    receive(outcome);
  }

  #end(outcome: CallOutcome): void {
    this.#usable = false;
    this.#child.kill('SIGKILL');
    this.#settle(outcome);
  }
}

const mebibyte = 1024 * 1024;
const startMs = 60_000;
const memoryCheckMs = 50;
/** JIT code, garbage and page tables that a call causes without owning them. */
const rssSlackBytes = 128 * mebibyte;
const keepRssBytes = 192 * mebibyte;
const frameBytesMax = 512 * mebibyte;
