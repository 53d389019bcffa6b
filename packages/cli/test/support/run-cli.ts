import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const timeoutMs = 120_000;

export interface CliEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export type Environment = Readonly<Record<string, string>>;

/** Runs one command to its end, in the checkout's root. */
export async function runCli(
  words: readonly string[],
  environment: Environment = {},
): Promise<CliEnd> {
  return endOf(start([program, ...words], environment));
}

/** The same, written into another program of the shell. */
export async function runCliInto(reader: string, words: readonly string[]): Promise<CliEnd> {
  const script = `set -o pipefail; "$0" "$@" | ${reader}`;
  const child = spawn('bash', ['-c', script, process.execPath, program, ...words], {
    env: { ...process.env, LANG: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return endOf(child);
}

async function endOf(child: ChildProcess): Promise<CliEnd> {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const late = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearTimeout(late);
  return { code, ...said };
}

/** A server on the directory, until disposed. */
export async function startCliServer(
  directory: string,
  environment: Environment = {},
): Promise<AsyncDisposable & { readonly url: string }> {
  const child = start([program, 'start', '--port', '0', '--directory', directory], environment);
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, found] = /(http:\/\/\S+)\/\s/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function start(words: readonly string[], environment: Environment): ChildProcess {
  return spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, LANG: 'C', LC_ALL: '', OUTPOST_LOG: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
