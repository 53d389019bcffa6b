import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, extname } from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { pyodideFiles, type SandboxAssets } from '../assets.ts';

export interface InterpreterChild extends ChildProcess {
  readonly stdin: Writable & ChildProcess['stdin'];
  readonly stdout: Readable & ChildProcess['stdout'];
  readonly stderr: Readable & ChildProcess['stderr'];
}

/**
 * Starts the program of an interpreter with the least it can live with: the files named here and those
 * of pyodide to read, three pipes, no environment but the time zone.
 */
export function spawnInterpreter(
  assets: SandboxAssets,
  readable: readonly string[],
): InterpreterChild {
  const files = Object.values(pyodideFiles(assets.pyodideDirectory)) as string[];
  // A bundle is one file; a checkout's program lies among the sources it imports.
  const program =
    extname(assets.pythonChild) === '.ts' ? dirname(assets.pythonChild) : assets.pythonChild;
  const nodeArguments = [
    '--permission',
    ...[program, ...files, ...readable].map((path) => `--allow-fs-read=${path}`),
    '--disallow-code-generation-from-strings',
    '--max-old-space-size=256',
    '--no-warnings',
    assets.pythonChild,
  ];
  const child = spawn(...withResourceLimits(process.execPath, nodeArguments), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: childEnvironment(),
    cwd: '/',
    windowsHide: true,
  }) as InterpreterChild;
  if (child.pid !== undefined) lowerPriority(child.pid);
  // A child that died has closed its end; its `exit` event tells the story.
  child.stdin.on('error', () => undefined);
  return child;
}

/** CPU seconds after which the system ends an interpreter: the backstop for one whose server was killed. */
export const cpuSecondsMax = 900;

function withResourceLimits(
  program: string,
  programArguments: readonly string[],
): [command: string, commandArguments: string[]] {
  if (process.platform === 'win32' || !existsSync('/bin/sh'))
    return [program, [...programArguments]];
  const limits = `ulimit -t ${cpuSecondsMax}; ulimit -f 0; ulimit -c 0`;
  return ['/bin/sh', ['-c', `${limits}; exec "$0" "$@"`, program, ...programArguments]];
}

function childEnvironment(): NodeJS.ProcessEnv {
  // `env: {}` would be the whole truth, were it not for Windows, where nothing starts without its root.
  const environment: NodeJS.ProcessEnv = { TZ: Intl.DateTimeFormat().resolvedOptions().timeZone };
  if (process.platform === 'win32' && process.env['SystemRoot'] !== undefined)
    environment['SystemRoot'] = process.env['SystemRoot'];
  return environment;
}

function lowerPriority(pid: number): void {
  try {
    // Answering requests comes before running their code.
    setPriority(pid, 10);
  } catch {
    // Not allowed here, or gone already; neither matters.
  }
}
