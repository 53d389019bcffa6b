import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '@outpost/contracts/testing';
import { collect } from '../collect.ts';
import { readEvents } from '../../src/http/read-events.ts';

const clock = createTestClock();
const limits = { model: 'm', responseBytesMax: 10_000, lineBytesMax: 1000, clock };

function streamOf(...pieces: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
}

async function payloads(...pieces: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
  const groups = await collect(readEvents(streamOf(...pieces), limits));
  return groups.flat();
}

test('payloads are read however the bytes are cut', async () => {
  const bytes = new TextEncoder().encode(
    'data: {"a":"中文"}\r\n\r\n: ping\n\nevent: x\ndata:[DONE]\n\n',
  );
  const cuts = [...bytes].map((byte) => new Uint8Array([byte]));

  assert.deepEqual(await payloads(...cuts), ['{"a":"中文"}', '[DONE]']);
});

test('careless servers are understood: no blank lines, bare JSON lines, no last line end', async () => {
  assert.deepEqual(await payloads('data: 1\ndata: 2\n{"bare":true}\ndata: last'), [
    '1',
    '2',
    '{"bare":true}',
    'last',
  ]);
});

test('a comment is a sign of life without a payload', async () => {
  const groups = await collect(readEvents(streamOf(': ping\n\n', 'data: 1\n\n'), limits));

  assert.deepEqual(groups, [[], ['1']]);
});

test('a line without end and an answer without end are cut off, each with the name of its limit', async () => {
  await assert.rejects(payloads(`data: ${'x'.repeat(2000)}`), /line_size is 1000 bytes/);
  const many = Array.from({ length: 200 }, () => `data: ${'x'.repeat(100)}\n\n`);
  await assert.rejects(payloads(...many), /response_size is 10000 bytes/);
});

test('a reader who stops early closes the connection', async () => {
  let isClosed = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    cancel: () => {
      isClosed = true;
    },
  });
  for await (const group of readEvents(endless, limits)) if (group.length > 0) break;

  assert.ok(isClosed);
});

test('who stops at [DONE] leaves the connection to the next call: the answer is read to its end', async () => {
  const ended = Promise.withResolvers<string>();
  const answer = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        reads += 1;
        if (reads === 1)
          controller.enqueue(new TextEncoder().encode('data: 1\n\ndata: [DONE]\n\n'));
        else {
          controller.close();
          ended.resolve('read');
        }
      },
      cancel: () => ended.resolve('cancelled'),
    },
    { highWaterMark: 0 },
  );
  let reads = 0;
  for await (const group of readEvents(answer, limits)) if (group.includes('[DONE]')) break;

  assert.equal(await ended.promise, 'read');
});

test('a server that goes on after [DONE] is left after a second', async () => {
  const ended = Promise.withResolvers<string>();
  const answer = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: [DONE]\n\n')),
    cancel: () => ended.resolve('cancelled'),
  });
  for await (const group of readEvents(answer, limits)) if (group.includes('[DONE]')) break;
  clock.advance(1000);

  assert.equal(await ended.promise, 'cancelled');
});
