import assert from 'node:assert/strict';
import { test } from 'node:test';
import { end } from '../../src/end/index.ts';
import { runNode } from '../support/create-node-context.ts';

const config = {
  outputs: [
    { variable: 'count', value_selector: ['a', 'n'], value_type: 'number' },
    { variable: 'rows', value_selector: ['a', 'rows'] },
    { variable: 'gone', value_selector: ['b', 'text'] },
  ],
};

test('outputs keep their types, and a missing one is null', async () => {
  const { outputs } = await runNode(end, config, { pool: { a: { n: 3, rows: [{ x: true }] } } });
  assert.deepEqual(outputs, { count: 3, rows: [{ x: true }], gone: null });
});

test('the outputs are streamed in order, a line break between two', () => {
  const segments = end.response?.(end.parse({ id: 'e', title: 'End', config }));
  assert.deepEqual(
    segments?.map((segment) => (segment.type === 'text' ? segment.text : segment.source)),
    ['a.n', '\n', 'a.rows', '\n', 'b.text'],
  );
});

test('an output node may have no outputs', async () => {
  for (const outputs of [[], null, undefined])
    assert.deepEqual((await runNode(end, { outputs })).outputs, {});
});
