import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CallCounter {
  readonly url: string;
  readonly host: string;
  /** By path. */
  readonly calls: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** A service that workflows call; it counts what it was asked. */
export async function startCallCounter(): Promise<CallCounter> {
  const calls = new Map<string, number>();
  const listener = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    calls.set(path, (calls.get(path) ?? 0) + 1);
    response.end(`ok ${path.split('/').at(-1)}`);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    calls,
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
