/** The built platform in a process of its own, started as a user starts it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask, freePort, type Question } from './ask.ts';

export interface PublishedApp {
  readonly id: string;
  readonly key: string;
}

/** What the event loop of the server went through since `resetLoad`. */
export interface ServerLoad {
  /** The longest time that a timer was late. */
  readonly stallMs: number;
  /** The most that the event loop's thread worked between two timers; the rest of a stall is waiting for disk or core. */
  readonly workMs: number;
  readonly cpuMs: number;
}

const program = fileURLToPath(new URL('../../dist/outpost.mjs', import.meta.url));
const monitor = new URL('../programs/loop-monitor.mjs', import.meta.url).href;
const appsDirectory = new URL('../apps/', import.meta.url);
const startMs = 60_000;
const saidMax = 2000;

/** A data directory that is gone when the benchmark ends. */
export function createDataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export class OutpostProcess {
  readonly url: string;
  readonly pid: number;
  readonly #directory: string;
  readonly #child: ChildProcess;
  /** The end of what it said. */
  #said = '';

  private constructor(child: ChildProcess, url: string, directory: string) {
    this.#child = child;
    this.#directory = directory;
    this.url = url;
    this.pid = child.pid ?? 0;
    child.stderr?.on('data', (text: Buffer) => {
      this.#said = (this.#said + text.toString('utf8')).slice(-saidMax);
    });
  }

  /** Returns before the server answers; `isMonitored` loads the loop monitor into it. */
  static async spawn(
    directory: string,
    { isMonitored = false }: { readonly isMonitored?: boolean } = {},
  ): Promise<OutpostProcess> {
    const port = await freePort();
    const flags = ['start', '--port', String(port), '--directory', directory];
    const child = fork(program, flags, {
      execArgv: isMonitored ? ['--import', monitor] : [],
      env: { ...process.env, LANG: 'C', OUTPOST_LOG: 'error' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const stop = (): void => void child.kill('SIGKILL');
    process.once('exit', stop);
    child.once('exit', () => process.off('exit', stop));
    return new OutpostProcess(child, `http://127.0.0.1:${port}`, directory);
  }

  /** A monitored server that answers. */
  static async start(directory: string): Promise<OutpostProcess> {
    const server = await OutpostProcess.spawn(directory, { isMonitored: true });
    await server.firstAnswer({ path: '/health', expected: '"ok"' });
    return server;
  }

  /** Asks until the answer is right, and returns when that was, on `performance.now`. */
  async firstAnswer(question: Question): Promise<number> {
    const deadline = performance.now() + startMs;
    let answer: string | null = null;
    while (performance.now() < deadline && this.#child.exitCode === null) {
      answer = await ask(this.url, question);
      if (answer?.includes(question.expected)) return performance.now();
      await sleep(2);
    }
    throw new Error(`No right answer on ${question.path}: ${answer}\n${this.#said}`);
  }

  async console<Answer>(method: string, path: string, body: object): Promise<Answer> {
    const token = readFileSync(join(this.#directory, 'keys', 'local.token'), 'base64url');
    const answer = await fetch(`${this.url}/console/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-outpost-csrf': 'local',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as Answer;
  }

  /** Imports and publishes a file of `bench/apps`, with words in it replaced. */
  async importApp(
    file: string,
    words: Readonly<Record<string, string>> = {},
  ): Promise<PublishedApp> {
    let content = readFileSync(new URL(file, appsDirectory), 'utf8');
    for (const [word, text] of Object.entries(words)) content = content.replaceAll(word, text);
    const { app } = await this.console<{ readonly app: { readonly id: string } }>(
      'POST',
      '/apps/import',
      { content, publish: true },
    );
    const { key } = await this.console<{ readonly key: string }>(
      'POST',
      `/apps/${app.id}/keys`,
      {},
    );
    return { id: app.id, key };
  }

  async addModels(baseUrl: string, names: readonly string[]): Promise<void> {
    const provider = await this.console<{ readonly id: string }>('POST', '/model-providers', {
      providerId: 'openai-compatible',
      settings: { baseUrl },
    });
    for (const name of names)
      await this.console('POST', '/models', { provider: provider.id, kind: 'chat', name });
    const chat = { provider: provider.id, name: names[0] };
    await this.console('PUT', '/models/settings', { defaults: { chat } });
  }

  resetLoad(): void {
    this.#child.send('reset');
  }

  async readLoad(): Promise<ServerLoad> {
    this.#child.send('read');
    const [load] = (await once(this.#child, 'message')) as [ServerLoad];
    return load;
  }

  /** Stops it in good order. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }
}
