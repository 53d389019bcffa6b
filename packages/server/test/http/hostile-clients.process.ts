import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net, { type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadConfig, startServer, type RunningServer } from '../../src/index.ts';

// An unhandled rejection or exception anywhere in the server ends this process, and so the test.

let directory: string;
let server: RunningServer;
let port: number;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'outpost-hostile-'));
  server = await startServer(loadConfig({}, { directory, port: 0, log: 'silent' }));
  port = Number(new URL(server.url).port);
});
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function connect(): Promise<Socket> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** What the server says to raw bytes until it closes, or until we have heard enough. */
async function say(bytes: string | Uint8Array, waitMs = 3000): Promise<string> {
  const socket = await connect();
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  socket.write(bytes);
  const bored = setTimeout(() => socket.destroy(), waitMs);
  await new Promise((resolve) => socket.on('close', resolve));
  clearTimeout(bored);
  return heard;
}

async function assertAlive(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  assert.equal(answer.status, 200);
  await answer.text();
}

const request = (head: string, body = ''): string =>
  `${head}\r\nhost: a\r\nconnection: close\r\n\r\n${body}`;

test('bytes that are no HTTP are refused and harm nobody', async () => {
  const noise = Array.from({ length: 40 }, () => randomBytes(1 + Math.floor(Math.random() * 4000)));
  const clientHello = Buffer.from('1603010200010001fc0303', 'hex');
  const others = ['\0', '\r\n\r\n', 'GET', 'SSH-2.0-x\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'];

  await Promise.all([...noise, clientHello, ...others].map((bytes) => say(bytes, 500)));

  await assertAlive();
});

test('malformed requests are answered with an error or a closed connection', async () => {
  const attempts = [
    request('GET / HTTP/9.9'),
    request('GET  HTTP/1.1'),
    request('GET http://[::1 HTTP/1.1'),
    request('GET //// HTTP/1.1'),
    request('GET /\u0000 HTTP/1.1'),
    request('OPTIONS * HTTP/1.1'),
    request('CONNECT elsewhere:443 HTTP/1.1'),
    request('TRACE / HTTP/1.1'),
    request('GET /console/api/apps/%E0%A4%A HTTP/1.1'),
    request('GET /v1/workflows/run/%00 HTTP/1.1'),
    request('GET /files/..%2f..%2fkeys%2flocal.token/content HTTP/1.1'),
    request('GET /../../etc/passwd HTTP/1.1'),
    'GET / HTTP/1.1\r\nconnection: close\r\n\r\n',
    'GET / HTTP/1.0\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: [\r\nconnection: close\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`,
    `GET /${'a'.repeat(200_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${'x: y\r\n'.repeat(3000)}\r\n`,
    'GET / HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a\r\nexpect: a-pony\r\nconnection: close\r\n\r\n',
  ];

  const answers = await Promise.all(attempts.map((attempt) => say(attempt, 1500)));

  for (const [index, answer] of answers.entries()) {
    const attempt = attempts[index]?.slice(0, 80) ?? '';
    assert.doesNotMatch(answer, /^HTTP\/1.1 5/, attempt);
    assert.doesNotMatch(answer, /node_modules|\.ts:|root:x/, attempt);
  }
  await assertAlive();
});

test('two ways to say where a body ends are refused, so that nothing is smuggled behind it', async () => {
  const attempts = [
    'content-length: 4\r\ntransfer-encoding: chunked',
    'content-length: 4\r\ncontent-length: 5',
    'transfer-encoding: chunked\r\ntransfer-encoding: identity',
    'transfer-encoding : chunked',
    'content-length: +4',
  ];

  for (const headers of attempts) {
    const answer = await say(
      `POST /console/api/session HTTP/1.1\r\nhost: a\r\n${headers}\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
      1500,
    );
    assert.doesNotMatch(answer, /"pid"/, headers);
  }
  await assertAlive();
});

test('bodies that break off or lie about their length harm nobody', async () => {
  const post = (path: string, headers: string, body: string): string =>
    `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${headers}\r\n\r\n${body}`;
  const attempts = [
    post('/console/api/session', 'transfer-encoding: chunked', 'zz\r\n'),
    post('/console/api/session', 'transfer-encoding: chunked', 'ffffffffffffffffff\r\nx'),
    post('/console/api/session', 'transfer-encoding: chunked', '5\r\nhel'),
    post('/console/api/session', 'content-length: 1000000000000', '{'),
    post('/console/api/session', 'content-length: 1', '{"name":"too long"}'),
    post('/console/api/session', 'content-length: 2\r\nconnection: close', '{}'),
    post('/v1/chat-messages', 'content-length: 50', '{"query":'),
  ];
  const breakOff = async (bytes: string): Promise<void> => {
    const socket = await connect();
    socket.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.resetAndDestroy();
  };

  await Promise.all(attempts.flatMap((bytes) => [say(bytes, 500), breakOff(bytes)]));

  await assertAlive();
});

test('pipelined requests are answered in order', async () => {
  const one = 'GET /health HTTP/1.1\r\nhost: a\r\n\r\n';
  const heard = await say(one.repeat(50) + request('GET /console/api/setup HTTP/1.1'));

  const answers = heard.split('HTTP/1.1 200').slice(1);
  assert.equal(answers.length, 51);
  assert.match(answers.at(-1) ?? '', /"done"/);
});

test('a thousand clients that connect and say nothing do not keep others out', async () => {
  const sockets = await Promise.all(Array.from({ length: 1000 }, connect));
  for (const socket of sockets.slice(0, 500)) socket.write('GET / HTTP/1.1\r\n');

  await assertAlive();

  for (const socket of sockets) socket.destroy();
});

test('readers that leave in the middle of an answer harm nobody', async () => {
  const leave = async (path: string): Promise<void> => {
    const socket = await connect();
    socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
    await once(socket, 'data');
    socket.resetAndDestroy();
  };

  await Promise.all(
    Array.from({ length: 20 }, () =>
      ['/openapi.json', '/api-reference', '/start.js'].map(leave),
    ).flat(),
  );

  await assertAlive();
});
