import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventStream } from '../../src/http/event-stream.ts';

const megabyte = 'x'.repeat(1024 * 1024);

test('a reader who is given too much at once gets what was queued before it is cut off', async () => {
  let left = 0;
  const answer = eventStream({
    start(sink) {
      for (let id = 1; id <= 20; id += 1) sink.send(megabyte, id);
      return () => (left += 1);
    },
  });

  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
  };

  await assert.rejects(read(), /too slow/);
  const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  assert.deepEqual(ids, [1, 2, 3, 4]);
  assert.equal(left, 1);
});

test('a reader who leaves is not told more', async () => {
  let left = 0;
  const answer = eventStream({ start: () => () => (left += 1) });

  await answer.body?.cancel();

  assert.equal(left, 1);
});
