/**
 * One port, two languages. The first byte of a connection tells TLS (0x16, a handshake record)
 * from HTTP; the socket is then handed to the right server as if it had accepted it itself.
 */
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly handle: RequestListener;
  /** Absent = no certificate yet: a TLS client is disconnected. */
  readonly tls?: SecureContextOptions;
}

export interface Listener {
  readonly address: AddressInfo;
  /** Stops accepting, gives open requests `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

const tlsHandshake = 0x16;
/** A client that says nothing is dropped after this time. */
const firstByteMs = 10_000;

export async function listen({ host, port, handle, tls }: ListenerOptions): Promise<Listener> {
  const plain = http.createServer(
    { keepAlive: true, requestTimeout: 0, headersTimeout: 30_000 },
    handle,
  );
  plain.keepAliveTimeout = 65_000;
  const secure = tls ? https.createServer({ ...tls, minVersion: 'TLSv1.2' }, handle) : null;
  const sockets = new Set<Socket>();
  const front = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const silence = setTimeout(() => socket.destroy(), firstByteMs);
    socket.once('close', () => clearTimeout(silence));
    socket.once('readable', () => {
      clearTimeout(silence);
      const first = socket.read() as Buffer | null;
      if (first === null) return socket.destroy();
      socket.unshift(first);
      if (first[0] !== tlsHandshake) plain.emit('connection', socket);
      else if (secure) secure.emit('connection', socket);
      else socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen({ host, port, backlog: 1024 }, () => {
      front.off('error', reject);
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
      plain.closeIdleConnections();
      secure?.closeIdleConnections();
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
