import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ProgramEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, or kills it when it is late. */
export async function runProgram(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  timeoutMs = 120_000,
): Promise<ProgramEnd> {
  const child = spawn(program, words, {
    cwd: root,
    env: { ...process.env, LANG: 'C', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...said };
}

/** The command line, from the sources. */
export const runOutpost = (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ProgramEnd> =>
  runProgram(process.execPath, ['packages/cli/src/main.ts', ...words], environment);
