import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Values } from '@outpost/contracts';
import { checkAnswer, type RuleCheck } from '../../src/lab/judge/check-answer.ts';
import { refuseBadChecks } from '../../src/lab/judge/refuse-bad-checks.ts';

function passed(
  check: RuleCheck,
  text: string,
  {
    expected = '',
    outputs = {},
    elapsedMs = 10,
  }: { expected?: string; outputs?: Values; elapsedMs?: number } = {},
): boolean | null {
  return checkAnswer(check, { text, outputs, elapsedMs }, expected).passed;
}

describe('checks without a model', () => {
  test('texts are compared without the space around them, with the case or without', () => {
    const equals = { type: 'equals', value: null, ignoreCase: true } as const;

    assert.equal(passed(equals, ' Paris\n', { expected: 'paris' }), true);
    assert.equal(passed({ ...equals, ignoreCase: false }, 'Paris', { expected: 'paris' }), false);
    assert.equal(passed({ ...equals, value: 'Rom' }, 'Paris', { expected: 'paris' }), false);
    // The same letter in two forms of Unicode.
    assert.equal(passed(equals, 'caf\u00e9', { expected: 'cafe\u0301' }), true);
  });

  test('a word is found or must not be found, and nothing expected cannot be judged', () => {
    const contains = { type: 'contains', value: null, ignoreCase: true } as const;

    assert.equal(passed(contains, '首都是巴黎。', { expected: '巴黎' }), true);
    assert.equal(passed(contains, 'London', { expected: 'Paris' }), false);
    assert.equal(passed(contains, 'London', { expected: ' ' }), null);
    assert.equal(
      passed({ type: 'not-contains', value: 'sorry', ignoreCase: true }, 'Sorry, no'),
      false,
    );
  });

  test('one output of a workflow is looked at by its name', () => {
    const check = { type: 'contains', output: 'city', value: 'Oslo', ignoreCase: true } as const;

    assert.equal(passed(check, 'whole', { outputs: { city: 'Oslo', other: 'x' } }), true);
    assert.equal(passed(check, 'Oslo', { outputs: { other: 'x' } }), false);
  });

  test('a pattern matches over lines, and one that never ends is given up and told so', () => {
    assert.equal(
      passed({ type: 'regex', pattern: '^\\d{4}$', ignoreCase: false }, 'Year:\n2026'),
      true,
    );
    const endless = { type: 'regex', pattern: '(a+)+$', ignoreCase: false } as const;
    const verdict = checkAnswer(
      endless,
      { text: `${'a'.repeat(60)}!`, outputs: {}, elapsedMs: 0 },
      '',
    );
    assert.equal(verdict.passed, null);
    assert.match((verdict.reason as { en: string }).en, /takes too long/);
  });

  test('JSON is found in the answer and held to a schema', () => {
    const check = {
      type: 'json-schema',
      schema: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
    } as const;

    assert.equal(passed(check, 'Here:\n```json\n{"city": "Oslo"}\n```'), true);
    assert.equal(passed(check, '{"city": 3}'), false);
    assert.equal(passed(check, 'no JSON at all'), false);
  });

  test('a schema whose pattern never ends is given up and told so', () => {
    const check = { type: 'json-schema', schema: { pattern: '^(a+)+$' } } as const;

    assert.equal(passed(check, `"${'a'.repeat(60)}!"`), null);
  });

  test('a place in JSON is compared as JSON, else as text', () => {
    const check = { type: 'json-path', path: '$.items[-1].tags', value: '["b", "c"]' } as const;
    const answer = '{"items": [{}, {"tags": ["b","c"]}], "name": "Oslo"}';

    assert.equal(passed(check, answer), true);
    assert.equal(
      passed({ ...check, path: '$.name', value: null }, answer, { expected: 'Oslo' }),
      true,
    );
    assert.equal(passed({ ...check, path: "$['none'][0]" }, answer), false);
  });

  test('length is counted in characters as people see them, latency in milliseconds', () => {
    assert.equal(passed({ type: 'length', min: 2, max: 2 }, '👍👍'), true);
    assert.equal(passed({ type: 'length', min: 3, max: null }, 'ab'), false);
    assert.equal(passed({ type: 'latency', maxMs: 10 }, '', { elapsedMs: 11 }), false);
  });

  test('checks that could never be made are refused with the reason', () => {
    const refused = (check: RuleCheck): void =>
      assert.throws(() => refuseBadChecks([check]), { code: 'test_check_invalid' });

    refused({ type: 'regex', pattern: '(', ignoreCase: false });
    refused({ type: 'json-path', path: '$..*', value: null });
    refused({ type: 'length', min: 3, max: 2 });
    refused({ type: 'json-schema', schema: { $ref: '#/nowhere' } });
    refuseBadChecks([{ type: 'regex', pattern: '(a+)+', ignoreCase: true }]);
  });
});
