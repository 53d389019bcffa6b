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

let addDatabase: () => string | null = () => null;

/** Puts the platforms that are opened from now on into PostgreSQL, each into a database of its own. */
export function testOnPostgres(add: () => string): void {
  addDatabase = add;
}

/** A platform in a directory of its own, without a socket. */
export async function openTestPlatform(layer: ConfigLayer = {}): Promise<TestPlatform> {
  const directory = await mkdtemp(join(tmpdir(), 'outpost-server-'));
  const databaseUrl = addDatabase();
  const platform = await openPlatform(
    loadConfig({}, { directory, databaseUrl, log: 'silent', ...layer }),
  );
  const send: TestPlatform['send'] = async (method, path, { headers = {}, body, form } = {}) => {
    const content = await contentOf(body, form);
    const init = { method, headers: { ...content?.headers, ...headers } };
    const request = new Request(
      `http://outpost.test${path}`,
      content === null ? init : { ...init, body: content.bytes },
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

/** The bytes as they go over a wire; a `FormData` body is a stream that fails when it is not read to its end. */
async function contentOf(body: unknown, form: FormData | undefined) {
  if (form) {
    const encoded = new Response(form);
    const type = encoded.headers.get('content-type') ?? '';
    return {
      bytes: new Uint8Array(await encoded.arrayBuffer()),
      headers: { 'content-type': type },
    };
  }
  if (body === undefined) return null;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { bytes, headers: { 'content-type': 'application/json' } };
}
