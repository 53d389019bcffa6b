import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@outpost/contracts';
import { parseResult } from '../src/parse-result.ts';

test('a result is an object of outputs', () => {
  assert.deepEqual(parseResult('{"a": [1, null]}'), { a: [1, null] });
});

for (const json of ['[]', '"x"', 'null', '1', '{', '', 'NaN'])
  test(`the result ${JSON.stringify(json)} is refused`, () => {
    assert.throws(
      () => parseResult(json),
      (error: unknown) => error instanceof AppError && error.code === 'code_failed',
    );
  });
