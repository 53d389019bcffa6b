import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { eventStream, type EventSink } from '../../src/http/event-stream.ts';
import { pourEvents } from '../../src/http/pour-events.ts';

const megabyte = 'x'.repeat(1024 * 1024);
const cleanups: (() => void)[] = [];
after(() => cleanups.forEach((cleanup) => cleanup()));

interface Told {
  readonly sink: EventSink;
  left: number;
  readonly gone: Promise<void>;
}

/** A server that answers with events, and its answer to one request. */
async function ask(
  start: (sink: EventSink) => void = () => {},
): Promise<{ readonly answer: IncomingMessage; readonly told: Told }> {
  const { promise, resolve } = Promise.withResolvers<Told>();
  const server = createServer((_, outgoing) => {
    const answer = eventStream({
      start(sink) {
        const gone = Promise.withResolvers<void>();
        const told = { sink, left: 0, gone: gone.promise };
        resolve(told);
        start(sink);
        return () => {
          told.left += 1;
          gone.resolve();
        };
      },
    });
    assert.ok(pourEvents(answer, outgoing));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const asked = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  asked.on('error', () => {});
  cleanups.push(() => server.close().closeAllConnections());
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { answer, told: await promise };
}

const fill = (sink: EventSink): void => {
  for (let id = 1; id <= 20; id += 1) sink.send(megabyte, id);
};

const idsIn = (frames: string): number[] =>
  [...frames.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

test('the head is there before the first event, and each event as soon as it is told', async () => {
  const { answer, told } = await ask();
  const first = once(answer.setEncoding('utf8'), 'data');

  told.sink.send({ text: '你好' }, 7);

  assert.equal(answer.headers['content-type'], 'text/event-stream; charset=utf-8');
  assert.deepEqual(await first, ['id: 7\ndata: {"text":"你好"}\n\n']);
  told.sink.close();
  await once(answer, 'end');
  assert.equal(told.left, 0, 'who ends it knows that it is over');
});

test('a reader who is given too much at once gets what was queued before it is cut off', async () => {
  const { answer, told } = await ask(fill);

  let frames = '';
  answer.setEncoding('utf8').on('data', (piece: string) => (frames += piece));
  const [error] = (await once(answer, 'error')) as [NodeJS.ErrnoException];

  assert.equal(error.code, 'ECONNRESET');
  // One that the connection took, and four million characters that waited.
  assert.deepEqual(idsIn(frames), [1, 2, 3, 4, 5]);
  assert.equal(told.left, 1);
});

test('a slow reader who keeps up in the end gets everything', async () => {
  const { answer, told } = await ask((sink) => {
    for (let id = 1; id <= 4; id += 1) sink.send(megabyte, id);
    sink.close();
  });

  assert.deepEqual(idsIn(await text(answer)), [1, 2, 3, 4]);
  assert.equal(told.left, 0);
});

test('a reader who leaves is not told more', async () => {
  const { answer, told } = await ask();

  answer.destroy();

  await told.gone;
  assert.equal(told.left, 1);
});

test('read as a body, events begin with the first read, and too many of them end it', async () => {
  let begun = 0;
  const flood = eventStream({
    start(sink) {
      begun += 1;
      fill(sink);
      return undefined;
    },
  });
  const short = eventStream({
    start(sink) {
      sink.send('a');
      sink.close();
      return undefined;
    },
  });

  assert.equal(begun, 0);
  let frames = '';
  const read = async (): Promise<void> => {
    for await (const chunk of flood.body ?? []) frames += Buffer.from(chunk).toString();
  };
  await assert.rejects(read(), /too slow/);
  assert.deepEqual(idsIn(frames), [1, 2, 3, 4, 5]);
  assert.equal(await short.text(), 'data: "a"\n\n');
});
