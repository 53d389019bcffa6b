import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PyodideFiles } from './python/realm.ts';

/** The files the sandbox starts from. A release bundle passes its own; a checkout finds them itself. */
export interface SandboxAssets {
  /** The program of an interpreter process: `python/child.ts`, or that file bundled alone. */
  readonly pythonChild: string;
  /** pyodide's npm package. */
  readonly pyodideDirectory: string;
  /** The program of a JavaScript worker: `javascript/worker.ts`, or that file bundled alone. */
  readonly javascriptWorker: string;
  /** `emscripten-module.wasm` of `@jitl/quickjs-wasmfile-release-sync`. */
  readonly quickjsWasm: string;
  /** The wheels that every installation has; see `wheels.lock.json`. */
  readonly wheelsDirectory: string;
}

/** The assets of a checkout, or those given. */
export function resolveAssets(given: Partial<SandboxAssets> = {}): SandboxAssets {
  const local = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  return {
    pythonChild: given.pythonChild ?? local('./python/child.ts'),
    pyodideDirectory:
      given.pyodideDirectory ?? dirname(fileURLToPath(import.meta.resolve('pyodide/pyodide.mjs'))),
    javascriptWorker: given.javascriptWorker ?? local('./javascript/worker.ts'),
    quickjsWasm:
      given.quickjsWasm ??
      fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
    wheelsDirectory: given.wheelsDirectory ?? local('../assets/wheels'),
  };
}

/** Pyodide's files by purpose. */
export function pyodideFiles(directory: string): PyodideFiles {
  return {
    module: join(directory, 'pyodide.asm.mjs'),
    loader: join(directory, 'pyodide.mjs'),
    wasm: join(directory, 'pyodide.asm.wasm'),
    standardLibrary: join(directory, 'python_stdlib.zip'),
    lock: join(directory, 'pyodide-lock.json'),
  };
}
