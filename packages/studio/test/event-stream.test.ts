import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEventStream, type StreamedEvent } from '../src/api/event-stream.ts';

async function readAll(chunks: readonly Uint8Array[]): Promise<readonly StreamedEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events: StreamedEvent[] = [];
  for await (const event of readEventStream(new Response(body))) events.push(event);
  return events;
}

const stream =
  ': heart-beat\n\nid: 7\nevent: text\ndata: 你好\ndata: second line\n\ndata:{"a":1}\r\n\r\ndata: cut off';

test('events are the same however the bytes are cut, also inside a character', async () => {
  const bytes = new TextEncoder().encode(stream);
  const expected = [
    { id: '7', type: 'text', data: '你好\nsecond line' },
    { id: '7', type: 'message', data: '{"a":1}' },
  ];

  assert.deepEqual(await readAll([bytes]), expected);
  assert.deepEqual(await readAll(Array.from(bytes, (byte) => Uint8Array.of(byte))), expected);
});

test('who stops listening closes the connection', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: x\n\n')),
    cancel: () => {
      cancelled = true;
    },
  });

  for await (const event of readEventStream(new Response(body))) {
    assert.equal(event.data, 'x');
    break;
  }

  assert.ok(cancelled);
});
