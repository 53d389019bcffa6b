import type { ImportedApp, TestServer } from './server.ts';

export interface ServiceAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** One request to the Service API of any of several servers, as a client of the app. */
export async function askService(
  server: TestServer,
  app: ImportedApp,
  method: string,
  path: string,
  body?: unknown,
): Promise<ServiceAnswer> {
  const answer = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as ServiceAnswer['json'] };
}

/** The JSON of a stream's `data:` frames, as they come. */
export async function* framesOf(answer: Response): AsyncIterable<ServiceAnswer['json']> {
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of answer.body) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data !== undefined) yield JSON.parse(data) as ServiceAnswer['json'];
    }
  }
}
