import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStepIds } from '../../src/state/step-id.ts';

test('step ids are UUIDs, never repeat in a run and are the same when asked for again', () => {
  const ids = createStepIds('6f1c5a9e-0000-4000-8000-000000000001');
  const seen = new Set<string>();

  for (let index = 1; index <= 20_000; index++) {
    const id = ids(index);
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    seen.add(id);
  }

  assert.equal(seen.size, 20_000);
  assert.equal(createStepIds('6f1c5a9e-0000-4000-8000-000000000001')(7), ids(7));
  assert.notEqual(createStepIds('6f1c5a9e-0000-4000-8000-000000000002')(7), ids(7));
});
