import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RunEvent, Values } from '@outpost/contracts';
import { sizeOfEvent } from '../../src/runs/size-of-event.ts';

const eventWith = (inputs: Values): RunEvent => ({
  type: 'run-start',
  seq: 1,
  at: 1_760_000_000_000,
  inputs,
  system: {},
  conversation: {},
  startNodeId: 'start',
});

test('the size of an event is near the length of its JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (inputs) => {
      const event = eventWith(inputs as Values);
      const size = sizeOfEvent(event);
      const length = JSON.stringify(event).length;

      // Numbers are not measured, and quotation marks within a text count once.
      assert.ok(size < length * 2 + 100 && size > length / 8, `${size} for ${length}`);
    }),
  );
});

test('text counts with its length, and values nested without end overflow nothing', () => {
  const text: RunEvent = {
    type: 'text-delta',
    seq: 1,
    at: 0,
    text: 'x'.repeat(10_000),
    selector: ['a', 'answer'],
    responseNodeId: 'a',
  };
  let deep: unknown = 'end';
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];

  assert.ok(Math.abs(sizeOfEvent(text) - JSON.stringify(text).length) < 200);
  assert.ok(sizeOfEvent(eventWith({ deep: deep as never })) < 10_000);
});
