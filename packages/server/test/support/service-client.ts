import type { ConfigLayer } from '../../src/index.ts';
import { startModelServer, type ModelServer } from './model-server.ts';
import { openTestPlatform, type TestPlatform } from './open-test-platform.ts';

/** An answer's JSON, looked at field by field. */
// oxlint-disable-next-line typescript/no-explicit-any -- the wire is what is tested, not our types
export type Wire = any;

export interface ServiceBench {
  readonly bench: TestPlatform;
  readonly model: ModelServer;
  /** A client of a new published app. */
  app(content: string): Promise<ServiceClient>;
  close(): Promise<void>;
}

export interface ServiceClient {
  readonly appId: string;
  readonly key: string;
  send(method: string, path: string, options?: CallOptions): Promise<Response>;
  /** Status and JSON of an answer; null without a body. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; json: Wire }>;
  /** The frames of a stream. */
  stream(path: string, body: unknown): Promise<readonly Wire[]>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A platform and a model server that every app of it uses. */
export async function openServiceBench(layer: ConfigLayer = {}): Promise<ServiceBench> {
  const [bench, model] = await Promise.all([openTestPlatform(layer), startModelServer()]);
  await bench.console('POST', '/model-providers', {
    providerId: 'openai-compatible',
    settings: { baseUrl: model.url },
  });
  const kinds = {
    echo: 'chat',
    letters: 'embedding',
    ear: 'speech-to-text',
    mouth: 'text-to-speech',
  };
  for (const [name, kind] of Object.entries(kinds))
    await bench.console('POST', '/models', { provider: 'openai-compatible', name, kind });
  const defaults = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [kind, { provider: 'openai-compatible', name }]),
  );
  await bench.console('PUT', '/models/settings', { defaults });
  return {
    bench,
    model,
    async app(content) {
      const { app } = (await bench.console('POST', '/apps/import', {
        content,
        publish: true,
      })) as Wire;
      const { key } = (await bench.console('POST', `/apps/${app.id}/keys`, {})) as Wire;
      return clientOf(bench, app.id as string, key as string);
    },
    async close() {
      await bench.close();
      await model.close();
    },
  };
}

function clientOf(bench: TestPlatform, appId: string, key: string): ServiceClient {
  const send: ServiceClient['send'] = (method, path, { headers = {}, ...options } = {}) =>
    bench.send(method, `/v1${path}`, {
      ...options,
      headers: { authorization: `Bearer ${key}`, ...headers },
    });
  return {
    appId,
    key,
    send,
    async call(method, path, body) {
      const answer = await send(method, path, { body });
      const text = await answer.text();
      return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
    },
    async stream(path, body) {
      const answer = await send('POST', path, {
        body: { response_mode: 'streaming', ...(body as object) },
      });
      return framesOf(await answer.text());
    },
  };
}

/** The JSON of each `data:` frame, in order. */
export function framesOf(text: string): readonly Wire[] {
  return text
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: '))
    .map((frame) => JSON.parse(frame.slice('data: '.length)) as Wire);
}
