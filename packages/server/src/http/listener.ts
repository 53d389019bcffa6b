/**
 * One port, two languages. The first byte of a connection tells TLS (0x16, a handshake record)
 * from HTTP; the socket is then handed to the right server as if it had accepted it itself.
 *
 * A connection costs memory for as long as it is open, so every stage of one has its time: the
 * first byte, the TLS handshake, the headers, each pause within a body, and the rest between two
 * requests. Only an answer that we are still giving may take as long as it likes.
 */
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { AppError } from '@outpost/contracts';

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly handle: RequestListener;
  /** Absent = no certificate yet: a TLS client is disconnected. */
  readonly tls?: SecureContextOptions;
  /** Further connections are closed at once. */
  readonly connectionsMax: number;
  /** Told what goes wrong while connections are accepted, e.g. that no file handle is left. */
  readonly report: (error: unknown) => void;
  readonly times?: Partial<ConnectionTimes>;
}

/** How long a client may take, in milliseconds. */
export interface ConnectionTimes {
  readonly firstByteMs: number;
  readonly handshakeMs: number;
  readonly headersMs: number;
  /** Longest pause within the body of a request. */
  readonly bodyPauseMs: number;
  /** Between two requests of one connection. */
  readonly keepAliveMs: number;
}

export interface Listener {
  readonly address: AddressInfo;
  /** Stops accepting, gives open requests `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

const tlsHandshake = 0x16;
const defaultTimes: ConnectionTimes = {
  firstByteMs: 10_000,
  handshakeMs: 10_000,
  headersMs: 30_000,
  bodyPauseMs: 60_000,
  // Longer than the 60 s of common gateways: the one that ends a connection should be the gateway.
  keepAliveMs: 65_000,
};

export async function listen(options: ListenerOptions): Promise<Listener> {
  const { host, port, handle, tls, connectionsMax, report } = options;
  const times = { ...defaultTimes, ...options.times };
  const common = {
    keepAlive: true,
    // Bodies are watched by their pauses instead: a large upload may take its time.
    requestTimeout: 0,
    headersTimeout: times.headersMs,
    keepAliveTimeout: times.keepAliveMs,
    connectionsCheckingInterval: Math.min(30_000, times.headersMs),
  };
  const bodies = watchBodies(times.bodyPauseMs);
  const serve: RequestListener = (request, answer) => {
    bodies.watch(request);
    handle(request, answer);
  };
  const plain = http.createServer(common, serve);
  const secure = tls
    ? https.createServer(
        { ...common, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: times.handshakeMs },
        serve,
      )
    : null;
  // Neither ever listens, and only then would they begin to count the time of their connections.
  plain.emit('listening');
  secure?.emit('listening');
  const sockets = new Set<Socket>();
  const silent = new Set<Socket>();
  const front = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    silent.add(socket);
    socket.on('error', () => socket.destroy());
    const silence = setTimeout(() => socket.destroy(), times.firstByteMs);
    socket.once('close', () => {
      sockets.delete(socket);
      silent.delete(socket);
      clearTimeout(silence);
    });
    socket.once('readable', () => {
      silent.delete(socket);
      clearTimeout(silence);
      const first = socket.read() as Buffer | null;
      if (first === null) return socket.destroy();
      socket.unshift(first);
      if (first[0] !== tlsHandshake) plain.emit('connection', socket);
      else if (secure) secure.emit('connection', socket);
      else socket.destroy();
    });
  });
  front.maxConnections = connectionsMax;
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => reject(explain(error, host, port));
    front.once('error', refuse);
    front.listen({ host, port, backlog: 1024 }, () => {
      front.off('error', refuse);
      // Without a listener a failed accept (no file handle left) would end the process.
      front.on('error', report);
      resolve();
    });
  });
  const address = front.address();
  if (address === null || typeof address === 'string')
    throw new Error('A TCP listener has an address.');
  return {
    address,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()));
      // What they answer to that they never listened is of no interest; their timers end.
      plain.close(() => {});
      secure?.close(() => {});
      for (const socket of silent) socket.destroy();
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(cut);
      bodies.stop();
    },
  };
}

/** Cuts clients that stop in the middle of a body: one look at all of them instead of a timer each. */
function watchBodies(pauseMs: number): {
  watch(request: IncomingMessage): void;
  stop(): void;
} {
  const open = new Map<IncomingMessage, number>();
  const timer = setInterval(() => {
    for (const [request, bytesRead] of open) {
      const { socket } = request;
      if (request.complete || socket.destroyed) open.delete(request);
      else if (socket.bytesRead === bytesRead) socket.destroy();
      else open.set(request, socket.bytesRead);
    }
  }, pauseMs);
  timer.unref();
  return {
    watch(request) {
      const { headers } = request;
      const hasBody = headers['transfer-encoding'] !== undefined || 'content-length' in headers;
      if (!hasBody || headers['content-length'] === '0') return;
      open.set(request, request.socket.bytesRead);
      request.once('close', () => open.delete(request));
    },
    stop: () => clearInterval(timer),
  };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new AppError('address_in_use', { details: { address: `${host}:${port}` }, cause: error });
}
