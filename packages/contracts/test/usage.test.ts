import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUsage, usageRecord } from '../src/usage.ts';

test('a usage has the names of app files, prices as text and times in seconds', () => {
  const record = usageRecord({
    ...noUsage,
    promptTokens: 9,
    completionTokens: 2,
    totalTokens: 11,
    promptUnitPrice: '0.5',
    promptPriceUnit: '0.000001',
    promptPrice: '0.0000045',
    totalPrice: '0.0000045',
    latencyMs: 1234.4,
    timeToFirstTokenMs: 200,
  });

  assert.deepEqual(record, {
    prompt_tokens: 9,
    prompt_unit_price: '0.5',
    prompt_price_unit: '0.000001',
    prompt_price: '0.0000045',
    completion_tokens: 2,
    completion_unit_price: '0',
    completion_price_unit: '0',
    completion_price: '0',
    total_tokens: 11,
    total_price: '0.0000045',
    currency: 'USD',
    latency: 1.234,
    time_to_first_token: 0.2,
    time_to_generate: 1.034,
  });
});

test('times that nobody measured are null', () => {
  const { time_to_first_token: first, time_to_generate: generate } = usageRecord(noUsage);

  assert.deepEqual([first, generate], [null, null]);
});
