import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReadingTurns } from '../../src/egress/reading-turns.ts';

const kilobytes = (count: number): number => count * 1024;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is too much for one turn of the event loop goes on in the next ones, in its order', async () => {
  const turns = createReadingTurns();
  const done: number[] = [];

  for (let each = 1; each <= 6; each += 1) turns.take(kilobytes(64), () => done.push(each));

  const steps = [[...done]];
  for (let step = 0; step < 2; step += 1) {
    await turn();
    steps.push([...done]);
  }
  assert.deepEqual(steps, [
    [1, 2],
    [1, 2, 3, 4],
    [1, 2, 3, 4, 5, 6],
  ]);
});

test('each turn of the event loop has its full share', async () => {
  const turns = createReadingTurns();
  const done: number[] = [];
  turns.take(kilobytes(200), () => done.push(1));
  await turn();

  turns.take(kilobytes(10), () => done.push(2));

  assert.deepEqual(done, [1, 2]);
});
