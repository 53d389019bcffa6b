import type { Wire } from './service-client.ts';
import type { TestPlatform } from './open-test-platform.ts';

export interface Visitor {
  readonly token: string;
  /** Status and JSON of an answer; null without a body. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; json: Wire }>;
  send(
    method: string,
    path: string,
    options?: { body?: unknown; form?: FormData; headers?: Record<string, string> },
  ): Promise<Response>;
  /** Begins a run and follows it to its end; what was begun, and the events. */
  run(body: unknown): Promise<{ readonly started: Wire; readonly events: readonly Wire[] }>;
}

/** The code of an app's published page. */
export async function siteCodeOf(bench: TestPlatform, appId: string): Promise<string> {
  return ((await bench.console('GET', `/apps/${appId}/site`)) as Wire).code as string;
}

/** Somebody who opens a published page. */
export async function visit(
  bench: TestPlatform,
  code: string,
  entrance: Wire = {},
): Promise<Visitor> {
  const opened = await bench.send('POST', `/api/sites/${code}/session`, { body: entrance });
  const session = (await opened.json()) as Wire;
  if (!opened.ok) throw new Error(`${opened.status} ${JSON.stringify(session)}`);
  return visitorWith(bench, code, session.token as string);
}

export function visitorWith(bench: TestPlatform, code: string, token: string): Visitor {
  const send: Visitor['send'] = (method, path, { headers = {}, ...options } = {}) =>
    bench.send(method, `/api/sites/${code}${path}`, {
      ...options,
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  const call: Visitor['call'] = async (method, path, body) => {
    const answer = await send(method, path, { body });
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
  };
  return {
    token,
    send,
    call,
    async run(body) {
      const { status, json } = await call('POST', '/runs', body);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(json)}`);
      if (json.runId === null) return { started: json, events: [] };
      const answer = await send('GET', `/runs/${json.runId}/events`);
      return { started: json, events: eventsOf(await answer.text()).map(({ data }) => data) };
    },
  };
}

/** The events of a stream with the id that each frame has. */
export function eventsOf(text: string): readonly { readonly id: string | null; data: Wire }[] {
  return text.split('\n\n').flatMap((frame) => {
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (data === undefined) return [];
    return [{ id: /^id: (.*)$/m.exec(frame)?.[1] ?? null, data: JSON.parse(data) as Wire }];
  });
}
