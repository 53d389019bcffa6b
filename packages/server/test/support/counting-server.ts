import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingServer {
  readonly host: string;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  close(): void;
}

/** A server that answers with the path it was asked for, and remembers. */
export async function startCountingServer(): Promise<CountingServer> {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(path);
    answer.end(path);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
