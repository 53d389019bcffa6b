import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { EgressRequest } from '@outpost/contracts';
import { createEgress, type EgressGate } from '../../src/egress/egress.ts';

const cleanups: (() => Promise<unknown>)[] = [];
after(() => Promise.all(cleanups.map((cleanup) => cleanup())));

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

test('a redirect to another origin does not carry credentials', async () => {
  let seen: string | undefined = 'nothing';
  const second = await serve((request, answer) => {
    seen = request.headers.authorization;
    answer.end('ok');
  });
  const first = await serve((_, answer) => {
    answer.writeHead(307, { location: `http://${second}/` });
    answer.end();
  });

  await gate([first, second]).send(
    call(`http://${first}/`, { headers: [['Authorization', 'Bearer x']] }),
  );

  assert.equal(seen, undefined);
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
