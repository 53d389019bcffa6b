import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { EgressRequest } from '@outpost/contracts';
import { createEgress, type EgressGate } from '../../src/egress/egress.ts';

const cleanups: (() => Promise<unknown>)[] = [];
after(() => Promise.all(cleanups.map((cleanup) => cleanup())));

/** For what would otherwise only fail by waiting for a long time. */
const brief = { timeout: 8000 };

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function gate(allow: readonly string[]): EgressGate {
  const egress = createEgress({ policy: { allow, deny: [] } });
  cleanups.push(() => egress.close());
  return egress;
}

function call(url: string, extra: Partial<EgressRequest> = {}): EgressRequest {
  return {
    purpose: 'node',
    url,
    method: 'GET',
    headers: [],
    body: null,
    timeouts: { connectMs: 1000, readMs: 1000, writeMs: 1000 },
    responseBytesMax: 1000,
    redirectsMax: 5,
    verifyTls: true,
    signal: new AbortController().signal,
    ...extra,
  };
}

test('a node cannot reach this machine unless the host is allowed', async () => {
  const host = await serve((_, answer) => answer.end('hi'));

  await assert.rejects(gate([]).send(call(`http://${host}/`)), { code: 'egress_denied' });
  await assert.rejects(gate([]).send(call(`http://localhost:${host.split(':')[1]}/`)), {
    code: 'egress_denied',
  });
  const answer = await gate([host]).send(call(`http://${host}/`));
  assert.equal(Buffer.from(answer.body).toString(), 'hi');
});

test('a redirect to a refused address is refused', async () => {
  const inner = await serve((_, answer) => answer.end('secret'));
  const outer = await serve((_, answer) => {
    answer.writeHead(302, { location: `http://${inner}/` });
    answer.end();
  });

  await assert.rejects(gate([outer]).send(call(`http://${outer}/`)), { code: 'egress_denied' });
});

test('a redirect to another origin does not carry keys, whatever their header is called', async () => {
  let seen: IncomingHttpHeaders = {};
  const second = await serve((request, answer) => {
    seen = request.headers;
    answer.end('ok');
  });
  const first = await serve((_, answer) => {
    answer.writeHead(307, { location: `http://${second}/` });
    answer.end();
  });

  await gate([first, second]).send(
    call(`http://${first}/`, {
      headers: [
        ['Authorization', 'Bearer x'],
        ['X-Api-Key', 'x'],
        ['Accept', 'text/plain'],
      ],
    }),
  );

  const { authorization, 'x-api-key': key, accept } = seen;
  assert.deepEqual([authorization, key, accept], [undefined, undefined, 'text/plain']);
});

test('a redirect to an address that cannot be read is an answer about that, not a crash', async () => {
  const host = await serve((_, answer) => {
    answer.writeHead(302, { location: 'http://[' });
    answer.end();
  });

  await assert.rejects(gate([host]).send(call(`http://${host}/`)), { code: 'egress_denied' });
});

test('a time-out longer than a timer can be set to does not pass at once', async () => {
  const host = await serve((_, answer) => answer.end('hi'));
  const timeouts = { connectMs: 1e12, readMs: 1e12, writeMs: 1e12 };

  const answer = await gate([host]).send(call(`http://${host}/`, { timeouts }));

  assert.equal(Buffer.from(answer.body).toString(), 'hi');
});

test('any number of connect time-outs keeps a bounded number of pools', brief, async () => {
  const closed = Promise.withResolvers<void>();
  const host = await serve((request, answer) => {
    request.socket.once('close', closed.resolve);
    answer.setHeader('keep-alive', 'timeout=600');
    answer.end('hi');
  });
  const egress = gate([host]);

  for (let connectMs = 1000; connectMs < 1040; connectMs += 1)
    await egress.send(
      call(`http://${host}/`, { timeouts: { connectMs, readMs: 1000, writeMs: 1000 } }),
    );

  await closed.promise;
});

test('a model’s server that redirects a question elsewhere gets neither key nor prompt there', async () => {
  let reached = false;
  const second = await serve((_, answer) => {
    reached = true;
    answer.end('ok');
  });
  const first = await serve((_, answer) => {
    answer.writeHead(307, { location: `http://${second}/v1/chat` });
    answer.end();
  });

  const asked = gate([]).fetch(`http://${first}/v1/chat`, {
    method: 'POST',
    headers: { 'x-api-key': 'k' },
    body: '{}',
  });

  await assert.rejects(asked, { code: 'egress_denied' });
  assert.equal(reached, false);
});

test('a model’s file at another origin is fetched without the key', async () => {
  let seen: IncomingHttpHeaders = {};
  const second = await serve((request, answer) => {
    seen = request.headers;
    answer.end('sound');
  });
  const first = await serve((_, answer) => {
    answer.writeHead(302, { location: `http://${second}/a.wav` });
    answer.end();
  });

  const answer = await gate([]).fetch(`http://${first}/a`, { headers: { 'api-key': 'k' } });

  assert.deepEqual([await answer.text(), seen['api-key']], ['sound', undefined]);
});

test('a redirect within a model’s server repeats the question with its key', async () => {
  const seen: unknown[] = [];
  const host = await serve(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push([request.url, request.headers['api-key'], Buffer.concat(chunks).toString()]);
    if (request.url === '/a') answer.writeHead(307, { location: '/a/' });
    answer.end('ok');
  });

  const init = { method: 'POST', headers: { 'api-key': 'k' }, body: 'hi' };
  await (await gate([]).fetch(`http://${host}/a`, init)).text();

  assert.deepEqual(seen, [
    ['/a', 'k', 'hi'],
    ['/a/', 'k', 'hi'],
  ]);
});

test('a form reaches a model’s server as a form', async () => {
  let body = '';
  const host = await serve(async (request, answer) => {
    for await (const chunk of request) body += String(chunk);
    answer.end(request.headers['content-type']);
  });
  const form = new FormData();
  form.set('file', new Blob(['sound']), 'a.wav');

  const answer = await gate([]).fetch(`http://${host}/`, { method: 'POST', body: form });

  assert.match(await answer.text(), /^multipart\/form-data; boundary=/);
  assert.match(body, /filename="a.wav"[^]*sound/);
});

test('what an administrator denied is denied to model calls too', async () => {
  const egress = createEgress({ policy: { allow: [], deny: ['models.example'] } });
  cleanups.push(() => egress.close());

  await assert.rejects(egress.fetch('http://models.example/v1'), { code: 'egress_denied' });
});

test('the time that a model call may take to connect is the caller’s', brief, async () => {
  // It takes the connection and never answers the TLS handshake.
  const listener = createTcpServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  cleanups.push(() => new Promise((resolve) => listener.close(resolve)));

  const asked = gate([]).fetch(`https://127.0.0.1:${port}/`, { connectTimeoutMs: 50 });

  await assert.rejects(asked, { code: 'UND_ERR_CONNECT_TIMEOUT' });
});

test('an answer over the limit is cut off with an error that names the limit', async () => {
  const host = await serve((_, answer) => answer.end('x'.repeat(2000)));

  await assert.rejects(gate([host]).send(call(`http://${host}/`)), {
    code: 'egress_too_large',
    details: { url: `http://${host}`, limitBytes: 1000 },
  });
});

test('a server that never answers ends in a time-out that names its limit', async () => {
  const host = await serve(() => undefined);
  const timeouts = { connectMs: 1000, readMs: 20, writeMs: 20 };

  await assert.rejects(
    gate([host]).send(call(`http://${host}/`, { timeouts })),
    (error: { code: string; details: { limit: string } }) => {
      return error.code === 'egress_timed_out' && error.details.limit === 'read';
    },
  );
});

test('an aborted call ends with the reason of the abort', async () => {
  const control = new AbortController();
  const host = await serve(() => control.abort(new Error('stopped by the user')));

  await assert.rejects(
    gate([host]).send(call(`http://${host}/`, { signal: control.signal })),
    /stopped by the user/,
  );
});

test('an answer arrives as it is sent, and its connection serves the next call', async () => {
  const sockets = new Set<unknown>();
  const pieces = Array.from({ length: 40 }, (_, index) => `${index} `.repeat(index % 2 ? 9000 : 1));
  const host = await serve((request, answer) => {
    sockets.add(request.socket);
    answer.writeHead(200, 'Fine', { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] });
    const next = (index: number): void => {
      if (index === pieces.length) answer.end();
      else answer.write(pieces[index], () => setImmediate(next, index + 1));
    };
    next(0);
  });
  const { fetch } = gate([]);

  for (let call = 0; call < 6; call += 1) {
    const answer = await fetch(`http://${host}/`, { method: 'POST', body: '{}' });
    assert.deepEqual(
      [answer.status, answer.statusText, answer.headers.getSetCookie()],
      [200, 'Fine', ['a=1', 'b=2']],
    );
    assert.equal(await answer.text(), pieces.join(''));
  }

  // The one may still be putting itself away when the next call comes.
  assert.ok(sockets.size <= 2, `${sockets.size} connections`);
});

test('a server that sends faster than it is read is made to wait', async () => {
  let sentBytes = 0;
  const host = await serve((_, answer) => {
    const piece = 'x'.repeat(64 * 1024);
    const send = (): void => {
      while (sentBytes < 64 * 1024 * 1024) {
        sentBytes += piece.length;
        if (!answer.write(piece)) return void answer.once('drain', send);
      }
      answer.end();
    };
    send();
  });

  const answer = await gate([]).fetch(`http://${host}/`);
  const reader = answer.body?.getReader();
  await reader?.read();
  for (let look = 0; look < 20; look += 1) await new Promise((resolve) => setImmediate(resolve));
  const held = sentBytes;
  await reader?.cancel();

  assert.ok(held < 32 * 1024 * 1024, `${held} bytes were sent to somebody who read one piece`);
});

test('a model call that is given up ends with its reason, before the answer and within it', async () => {
  const host = await serve((request, answer) => {
    if (request.url === '/within') answer.write('a first piece');
  });
  const { fetch } = gate([]);
  const ask = async (path: string): Promise<void> => {
    const controller = new AbortController();
    const reason = new Error(`enough of ${path}`);
    const answer = fetch(`http://${host}${path}`, { signal: controller.signal });
    if (path === '/within') {
      const reader = (await answer).body?.getReader();
      await reader?.read();
      controller.abort(reason);
      await assert.rejects(reader?.read() ?? Promise.resolve(), reason);
    } else {
      controller.abort(reason);
      await assert.rejects(answer, reason);
    }
  };

  await ask('/before');
  await ask('/within');
  const late = AbortSignal.abort(new Error('never'));
  await assert.rejects(fetch(`http://${host}/`, { signal: late }), /never/);
});

test('an answer that breaks off says so', async () => {
  const host = await serve((_, answer) => {
    answer.writeHead(200, { 'content-length': '100' });
    answer.write('half', () => answer.destroy());
  });

  const answer = await gate([]).fetch(`http://${host}/`);

  await assert.rejects(answer.text());
});

test('an answer that was packed unasked is unpacked, and one without a body has none', async () => {
  const host = await serve((request, answer) => {
    if (request.url === '/none') return void answer.writeHead(204).end();
    answer.writeHead(200, { 'content-encoding': 'gzip' });
    answer.end(gzipSync('plain'));
  });
  const { fetch } = gate([]);

  assert.equal(await (await fetch(`http://${host}/`)).text(), 'plain');
  assert.equal((await fetch(`http://${host}/none`)).body, null);
});
