import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createToolCallAssembler, type ToolCallDelta } from '../../src/openai/tool-calls.ts';

function assembled(...pieces: readonly ToolCallDelta[]) {
  const assembler = createToolCallAssembler();
  for (const piece of pieces) assembler.add([piece]);
  return assembler.take();
}

const paris = { id: 'a', name: 'weather', arguments: '{"city":"Paris"}' };
const rome = { id: 'b', name: 'weather', arguments: '{"city":"Rome"}' };

test('calls in numbered pieces are put together, also when they alternate', () => {
  assert.deepEqual(
    assembled(
      { index: 0, id: 'a', function: { name: 'weather', arguments: '' } },
      { index: 1, id: 'b', function: { name: 'weather', arguments: '{"city":' } },
      { index: 0, function: { arguments: '{"city":"Pa' } },
      { index: 1, function: { arguments: '"Rome"}' } },
      { index: 0, function: { arguments: 'ris"}' } },
    ),
    [paris, rome],
  );
});

test('pieces that repeat id and name do not repeat the name', () => {
  assert.deepEqual(
    assembled(
      { index: 0, id: 'a', function: { name: 'weather', arguments: '{"city":' } },
      { index: 0, id: 'a', function: { name: 'weather', arguments: '"Paris"}' } },
    ),
    [paris],
  );
});

test('pieces with an empty id, as Qwen sends them, continue their call', () => {
  assert.deepEqual(
    assembled(
      { index: 0, id: 'a', function: { name: 'weather', arguments: '{"city":' } },
      { index: 0, id: '', function: { name: '', arguments: '"Paris"}' } },
    ),
    [paris],
  );
});

test('whole calls that all have index 0 stay apart by their ids', () => {
  assert.deepEqual(
    assembled(
      { index: 0, id: 'a', function: { name: 'weather', arguments: '{"city":"Paris"}' } },
      { index: 0, id: 'b', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
    ),
    [paris, rome],
  );
});

test('pieces without a number continue the last call, and a name begins another', () => {
  const calls = assembled(
    { function: { name: 'weather', arguments: '{"city":' } },
    { function: { arguments: '"Paris"}' } },
    { function: { name: 'weather', arguments: '{"city":"Rome"}' } },
  );

  assert.deepEqual(calls, [
    { ...paris, id: 'call_0' },
    { ...rome, id: 'call_1' },
  ]);
});

test('arguments sent as an object become their JSON text', () => {
  assert.deepEqual(
    assembled({ index: 0, id: 'a', function: { name: 'weather', arguments: { city: 'Paris' } } }),
    [paris],
  );
});

test('a call without arguments has an empty object', () => {
  assert.deepEqual(assembled({ index: 0, id: 'a', function: { name: 'now' } }), [
    { id: 'a', name: 'now', arguments: '{}' },
  ]);
});

test('a flood of calls is cut off', () => {
  const flood = Array.from({ length: 5000 }, (_, index) => ({
    index,
    id: `c${index}`,
    function: { name: 'x', arguments: '{}' },
  }));

  assert.equal(assembled(...flood).length, 256);
});
