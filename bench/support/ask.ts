import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';

export interface Question {
  readonly path: string;
  readonly key?: string;
  readonly body?: object;
  /** What a right answer contains. */
  readonly expected: string;
}

/** The body of one answer; null when nobody answers. */
export function ask(url: string, { path, key, body }: Question): Promise<string | null> {
  return new Promise((resolve) => {
    const asked = request(`${url}${path}`, {
      agent: false,
      method: body ? 'POST' : 'GET',
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
    });
    asked.on('error', () => resolve(null));
    asked.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve(text));
      answer.on('error', () => resolve(null));
    });
    asked.end(body ? JSON.stringify(body) : undefined);
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
