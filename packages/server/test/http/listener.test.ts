import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import net, { type Socket } from 'node:net';
import { after, test } from 'node:test';
import { listen, type ConnectionTimes, type Listener } from '../../src/http/listener.ts';

const cleanups: (() => Promise<unknown>)[] = [];
after(() => Promise.all(cleanups.map((cleanup) => cleanup())));

async function open(
  handle: RequestListener,
  times: Partial<ConnectionTimes> = {},
  connectionsMax = 100,
): Promise<Listener> {
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    handle,
    times,
    connectionsMax,
    report: assert.ifError,
  });
  cleanups.push(() => listener.close(0));
  return listener;
}

async function connect({ address }: Listener): Promise<Socket> {
  const socket = net.connect(address.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.resume();
  socket.on('error', () => {});
  return socket;
}

const ended = async (socket: Socket): Promise<void> => {
  if (!socket.closed) await once(socket, 'close');
};

test('a client that says nothing is disconnected', async () => {
  const listener = await open((_, answer) => answer.end(), { firstByteMs: 20 });

  await ended(await connect(listener));
});

test('a client that never ends its headers is disconnected', async () => {
  const listener = await open((_, answer) => answer.end(), { headersMs: 50 });
  const socket = await connect(listener);

  socket.write('GET / HTTP/1.1\r\nhost: a\r\n');

  await ended(socket);
});

test('a client that stops within a body is disconnected', async () => {
  const listener = await open((request) => request.resume(), { bodyPauseMs: 50 });
  const socket = await connect(listener);

  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf');

  await ended(socket);
});

test('a client that sends a body slowly, but goes on, is heard to the end', async () => {
  const listener = await open(
    async (request, answer) => {
      let sizeBytes = 0;
      for await (const chunk of request) sizeBytes += (chunk as Buffer).length;
      answer.end(String(sizeBytes));
    },
    { bodyPauseMs: 200 },
  );
  const socket = await connect(listener);
  socket.write('POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 20\r\n\r\n');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));

  let left = 20;
  const timer = setInterval(() => {
    socket.write('x');
    if (--left === 0) clearInterval(timer);
  }, 30);
  await ended(socket);

  assert.match(heard, /20$/);
});

test('a connection that rests between two requests is closed after its time', async () => {
  const listener = await open((_, answer) => answer.end('hi'), { keepAliveMs: 20 });
  const socket = await connect(listener);

  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');

  await ended(socket);
});

test('an answer that takes long is not cut', async () => {
  const times = { firstByteMs: 200, headersMs: 200, bodyPauseMs: 200, keepAliveMs: 200 };
  const listener = await open((_, answer) => void setTimeout(() => answer.end('late'), 700), times);

  const answer = await fetch(`http://127.0.0.1:${listener.address.port}/`, {
    method: 'POST',
    body: 'asked',
  });

  assert.equal(await answer.text(), 'late');
});

test('connections over the limit are closed, and those within it are served', async () => {
  const listener = await open((_, answer) => answer.end('served'), {}, 2);
  const [first] = [await connect(listener), await connect(listener)];
  const third = await connect(listener);
  await ended(third);

  first?.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
  const [chunk] = (await once(first as Socket, 'data')) as [Buffer];

  assert.match(chunk.toString(), /served/);
});

test('closing does not wait for clients that have said nothing', async () => {
  const listener = await open((_, answer) => answer.end());
  const socket = await connect(listener);

  await listener.close(60_000);

  await ended(socket);
});

test('a port that is taken is named, with the way out', async () => {
  const { address } = await open(() => {});

  await assert.rejects(
    listen({
      host: '127.0.0.1',
      port: address.port,
      handle: () => {},
      connectionsMax: 1,
      report: assert.ifError,
    }),
    { code: 'address_in_use', details: { address: `127.0.0.1:${address.port}` } },
  );
});
