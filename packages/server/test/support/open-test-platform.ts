import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, openPlatform, type ConfigLayer, type Platform } from '../../src/index.ts';

export interface TestPlatform {
  readonly platform: Platform;
  readonly directory: string;
  /** Sends a request as a browser or client on this machine would. */
  send(method: string, path: string, options?: SendOptions): Promise<Response>;
  /** The same to the console API, as the owner through the local token; answers with JSON. */
  console(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: FormData;
}

/** A platform in a directory of its own, without a socket. */
export async function openTestPlatform(layer: ConfigLayer = {}): Promise<TestPlatform> {
  const directory = await mkdtemp(join(tmpdir(), 'outpost-server-'));
  const platform = await openPlatform(loadConfig({}, { directory, log: 'silent', ...layer }));
  const send: TestPlatform['send'] = (method, path, { headers = {}, body, form } = {}) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const content = form ?? (body === undefined ? null : JSON.stringify(body));
    const init = { method, headers: { ...json, ...headers } };
    const request = new Request(
      `http://outpost.test${path}`,
      content === null ? init : { ...init, body: content },
    );
    return platform.fetch(request, { address: '127.0.0.1', encrypted: false });
  };
  return {
    platform,
    directory,
    send,
    async console(method, path, body) {
      const headers = { authorization: `Bearer ${platform.localToken}`, 'x-outpost-csrf': 'local' };
      const answer = await send(method, `/console/api${path}`, { headers, body });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
    async close() {
      await platform.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The cookie that an answer sets, as the browser sends it back. */
export function cookieOf(answer: Response): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
