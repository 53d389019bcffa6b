import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedFile {
  readonly body: Buffer | string;
  readonly etag?: string;
  readonly contentType?: string;
  /** Sends so many bytes and then waits for `breakConnections`, as often as listed. */
  readonly stopsAfter?: number[];
  /** Sends its head and then nothing. */
  readonly silent?: boolean;
}

export interface FileServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** What is served under a path with its query; it may be changed at any time. */
  readonly files: Map<string, ServedFile>;
  breakConnections(): void;
}

/** A server on the loopback address that knows ranges and `If-Range`, and fails when told to. */
export async function startFileServer(
  files: Readonly<Record<string, ServedFile>> = {},
): Promise<FileServer> {
  const served = new Map(Object.entries(files));
  const requests: FileServer['requests'] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    const file = served.get(path);
    if (file) answer(file, request.headers, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    files: served,
    breakConnections: () => {
      server.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function answer(file: ServedFile, headers: IncomingHttpHeaders, response: ServerResponse): void {
  const all = Buffer.from(file.body);
  const range = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  const same = headers['if-range'] === undefined || headers['if-range'] === file.etag;
  const start = range && same ? Number(range[1]) : 0;
  const body = all.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(file.contentType ? { 'content-type': file.contentType } : {}),
    ...(file.etag ? { etag: file.etag } : {}),
    ...(start > 0 ? { 'content-range': `bytes ${start}-${all.length - 1}/${all.length}` } : {}),
  });
  if (file.silent) {
    response.flushHeaders();
    return;
  }
  const cut = file.stopsAfter?.shift();
  if (cut === undefined) response.end(body);
  else response.write(body.subarray(0, cut));
}
