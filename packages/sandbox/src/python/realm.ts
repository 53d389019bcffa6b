import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { types } from 'node:util';
import vm from 'node:vm';
import { realmSource } from './realm-source.ts';

/** Where pyodide's files lie. */
export interface PyodideFiles {
  readonly module: string;
  readonly loader: string;
  readonly wasm: string;
  readonly standardLibrary: string;
  readonly lock: string;
}

/** A place in the archive: path inside the interpreter, first byte, end. */
export type ArchiveEntry = readonly [path: string, start: number, end: number];

export interface RealmOptions {
  readonly files: PyodideFiles;
  readonly snapshot?: Uint8Array;
  readonly makeSnapshot?: boolean;
  readonly archive?: { readonly bytes: Uint8Array; readonly entries: readonly ArchiveEntry[] };
}

/** Only a `suspendable` call may wait for something, as asyncio does; it costs a millisecond more. */
export type PythonFunction = (
  suspendable: boolean,
  first: string,
  second: string,
  reply: (ok: boolean, text: string) => void,
) => void;

/** A booted interpreter, spoken to in primitives only. */
export interface PythonRealm {
  /** Caps the WebAssembly memory; growing beyond raises MemoryError in Python. */
  limitMemory(bytes: number): void;
  /** True when growing was refused since the last `limitMemory`. */
  memoryBlocked(): boolean;
  /** Writes a file into the interpreter's own file system. */
  place(path: string, bytes: Uint8Array): void;
  execute(source: string): void;
  /** The bytes of a global Python `bytes` object. */
  bytesOf(name: string): Uint8Array;
  snapshot(): Uint8Array;
  /** A global Python function of two strings that answers with a string. */
  bind(name: string): PythonFunction;
  clearTimers(): void;
}

interface InnerRealm extends Omit<PythonRealm, 'place'> {
  place(path: string, name: string): void;
}

interface InnerSource {
  readonly boot: (settings: object) => Promise<InnerRealm>;
  readonly noImport: unknown;
}

/** Boots pyodide inside a bare realm; see `realm-source.ts` for what it can and cannot see. */
export async function createPythonRealm(options: RealmOptions): Promise<PythonRealm> {
  const context = vm.createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: true },
  });
  const evaluate = (source: string, filename: string): unknown =>
    vm.runInContext(source, context, { filename });
  const held = new Map<string, Uint8Array>([
    ['pyodide.asm.wasm', readFileSync(options.files.wasm)],
    ['python_stdlib.zip', readFileSync(options.files.standardLibrary)],
  ]);
  if (options.snapshot) held.set('snapshot', options.snapshot);
  if (options.archive) held.set('archive', options.archive.bytes);

  const makeRealm = evaluate(realmSource, 'realm.js') as (...host: unknown[]) => InnerSource;
  const realm = makeRealm(...hostFunctions(held));
  const wrap = (parameter: string, body: string, filename: string): unknown =>
    (evaluate(`(function (${parameter}) {${body}})`, filename) as (value: unknown) => unknown)(
      realm.noImport,
    );
  const createModule = wrap('noImport', moduleSource(options.files.module), 'pyodide.asm.js');
  const loadPyodide = wrap('noImport', loaderSource(options.files.loader), 'pyodide.js');

  // The settings object is made inside: pyodide must not hold an object of ours.
  const start = evaluate(
    `(function (boot, createModule, loadPyodide, lock, files, snapshot, makeSnapshot, archive) {
      return boot({ createModule, loadPyodide, lock, files, snapshot, makeSnapshot, archive });
    })`,
    'start.js',
  ) as (...values: unknown[]) => Promise<InnerRealm>;
  const inner = await start(
    realm.boot,
    createModule,
    loadPyodide,
    readFileSync(options.files.lock, 'utf8'),
    JSON.stringify(options.archive?.entries ?? []),
    options.snapshot !== undefined,
    options.makeSnapshot === true,
    options.archive !== undefined,
  );
  held.clear();
  return {
    ...inner,
    place(path, bytes) {
      held.set('placed', bytes);
      inner.place(path, 'placed');
      held.clear();
    },
  };
}

const originUrl = '"file:///py/pyodide.mjs"';

/** Pyodide's module as the body of a function: no `import()` (its rejection is a host object), no `export`. */
function moduleSource(path: string): string {
  const source = bareSource(
    path,
    /export default\s+(\w+);?/,
    (match) => `return ${match[1] ?? ''};`,
  );
  const restore = 'API.restoreSnapshot=function(t){';
  if (!source.includes(restore) || !source.includes('growMemory=size=>'))
    throw new Error(`${path} restores snapshots in another way than this sandbox expects.`);
  // A heap that had grown when its snapshot was taken does not fit a new one: make room first.
  return source.replace(
    restore,
    `${restore}const heap=t.length-new Uint32Array(t.buffer,t.byteOffset,2)[1];if(heap>HEAPU8.length)growMemory(heap);`,
  );
}

function loaderSource(path: string): string {
  return bareSource(
    path,
    /export\s*\{([\w$]+) as loadPyodide,[^}]*\};?/,
    (match) => `return ${match[1] ?? ''};`,
  );
}

function bareSource(
  path: string,
  exported: RegExp,
  replacement: (match: RegExpMatchArray) => string,
): string {
  const source = readFileSync(path, 'utf8');
  const match = exported.exec(source);
  if (!match) throw new Error(`${path} is not the pyodide file this sandbox was written for.`);
  const bare = source
    .replaceAll('import.meta.url', originUrl)
    .replace(/(?<![\w$.])import\(/g, 'noImport(')
    .replace(match[0], () => replacement(match));
  if (/(?<![\w$.])import\s*[.(]/.test(bare))
    throw new Error(`${path} still imports after its imports were taken out.`);
  return bare;
}

/** What the realm may call. Each takes and returns primitives (or a view to fill) and never throws. */
function hostFunctions(held: ReadonlyMap<string, Uint8Array>): readonly unknown[] {
  const timers = new Map<number, NodeJS.Timeout>();
  const encoder = new TextEncoder();
  const size = (name: string): number => held.get(name)?.length ?? -1;
  const read = (name: string, target: Uint8Array): void => {
    const bytes = held.get(name);
    if (bytes) Uint8Array.prototype.set.call(target, bytes);
  };
  const random = (target: unknown): boolean =>
    quietly(() => types.isUint8Array(target) && randomFillSync(target).length >= 0, false);
  const now = (): number => performance.now();
  const setTimer = (id: number, callback: () => void, delayMs: number): void => {
    const timer = setTimeout(
      () => {
        timers.delete(id);
        callback();
      },
      Math.min(delayMs, 2 ** 31 - 1),
    );
    timers.set(id, timer);
  };
  const clearTimer = (id: number): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  };
  const decode = (bytes: Uint8Array, label: string): string | undefined =>
    quietly(() => new TextDecoder(label).decode(bytes), undefined);
  const encode = (text: string, target: Uint8Array): number =>
    quietly(() => encoder.encodeInto(text, target).written, 0);
  return [size, read, random, now, setTimer, clearTimer, decode, encode];
}

function quietly<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    // An error of the host must not reach the realm; the caller there raises its own.
    return otherwise;
  }
}
