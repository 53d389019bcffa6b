/** A real server in a process of its own, with a directory that is thrown away afterwards. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface TestServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly directory: string;
  readonly pid: number;
  /** Where the first account is made; null when there is one. */
  readonly setUpUrl: string | null;
  /** Asks the console API as the owner, by the local token; throws for anything but 2xx. */
  console<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** What such a request is signed with, for answers that are no JSON. */
  readonly consoleHeaders: Readonly<Record<string, string>>;
  /** Makes a published app of a file's text and a key for it. */
  importApp(content: string): Promise<ImportedApp>;
  /** Adds a provider with the OpenAI API whose models are those named; the first is the default. */
  addModelServer(url: string, models?: readonly CustomModel[]): Promise<void>;
  /** Ends the process as a power cut would; the directory stays. */
  kill(): Promise<void>;
  /** Stops the server and removes the directory. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ImportedApp {
  readonly appId: string;
  readonly key: string;
  readonly url: string;
}

interface CustomModel {
  readonly name: string;
  readonly kind: string;
}

export interface StartOptions {
  /** An existing data directory to go on with; it is not removed. */
  readonly directory?: string;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const startMs = 60_000;

export async function startTestServer(options: StartOptions = {}): Promise<TestServer> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'outpost-e2e-')));
  const flags = ['--port', '0', '--directory', directory, ...(options.flags ?? [])];
  const child = spawn(process.execPath, ['packages/cli/src/main.ts', 'start', ...flags], {
    cwd: root,
    env: { ...process.env, LANG: 'C', OUTPOST_LOG: 'error', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = { out: '', err: '' };
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString('utf8')));
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  child.stdout.on('data', (text: Buffer) => {
    said.out += text.toString('utf8');
    // The address and the set-up link are written together; the next turn has both.
    if (/https?:\/\/\S+\/\s/.test(said.out)) setTimeout(resolve, 20);
  });
  child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said.err}`)));
  const late = setTimeout(() => reject(new Error(`No address in time:\n${said.err}`)), startMs);
  try {
    await ready;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(late);
  }
  const addresses = said.out.match(/https?:\/\/\S+/g) ?? [];
  const url = (addresses[0] ?? '').replace(/\/$/, '');
  const token = (await readFile(join(directory, 'keys', 'local.token'))).toString('base64url');

  const consoleHeaders = { authorization: `Bearer ${token}`, 'x-outpost-csrf': 'local' };
  const server: TestServer = {
    consoleHeaders,
    url,
    directory,
    pid: child.pid ?? 0,
    setUpUrl: addresses[1] ?? null,
    async console<Answer>(method: string, path: string, body?: unknown) {
      const answer = await fetch(`${url}/console/api${path}`, {
        method,
        headers: {
          ...consoleHeaders,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? null : JSON.parse(text)) as Answer;
    },
    async importApp(content) {
      const { app } = await server.console<{ readonly app: { readonly id: string } }>(
        'POST',
        '/apps/import',
        { content, publish: true },
      );
      const { key } = await server.console<{ readonly key: string }>(
        'POST',
        `/apps/${app.id}/keys`,
        {},
      );
      return { appId: app.id, key, url: `${url}/v1` };
    },
    async addModelServer(baseUrl, models = [{ name: 'echo', kind: 'chat' }]) {
      const provider = await server.console<{ readonly id: string }>('POST', '/model-providers', {
        providerId: 'openai-compatible',
        settings: { baseUrl },
      });
      for (const model of models)
        await server.console('POST', '/models', { provider: provider.id, ...model });
      const defaults = Object.fromEntries(
        models.map(({ kind, name }) => [kind, { provider: provider.id, name }]),
      );
      await server.console('PUT', '/models/settings', { defaults });
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(force);
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
  return server;
}
