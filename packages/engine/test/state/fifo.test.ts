import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fifo } from '../../src/state/fifo.ts';

test('items come out in the order they went in, however many there are', () => {
  const fifo = new Fifo<number>();
  const out: (number | undefined)[] = [];

  for (let item = 0; item < 1000; item++) {
    fifo.push(item);
    if (item % 3 === 2) out.push(fifo.shift());
  }
  while (fifo.length > 0) out.push(fifo.shift());

  assert.deepEqual(
    out,
    Array.from({ length: 1000 }, (_, item) => item),
  );
  assert.equal(fifo.shift(), undefined);
});

test('an item can be taken from the middle', () => {
  const fifo = new Fifo<string>();
  for (const item of ['a', 'b', 'c']) fifo.push(item);

  assert.equal(
    fifo.take((item) => item === 'b'),
    'b',
  );
  assert.equal(
    fifo.take((item) => item === 'b'),
    undefined,
  );
  assert.deepEqual([fifo.shift(), fifo.shift(), fifo.length], ['a', 'c', 0]);
});
