import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noUsage, type Usage } from '@outpost/contracts';
import { addUsage } from '../../src/state/add-usage.ts';

const priced = (totalPrice: string, currency = 'USD'): Usage => ({
  ...noUsage,
  totalTokens: 1,
  promptPrice: totalPrice,
  totalPrice,
  currency,
});

const sums: readonly (readonly [a: string, b: string, sum: string])[] = [
  ['0.1', '0.2', '0.3'],
  ['0.0000001', '12', '12.0000001'],
  ['9.99', '0.01', '10.00'],
  ['0', '0.5', '0.5'],
  ['0.5', '0.000', '0.5'],
  ['.5', '.25', '0.75'],
];

for (const [a, b, sum] of sums)
  test(`${a} and ${b} cost exactly ${sum}`, () => {
    assert.equal(addUsage(priced(a), priced(b)).totalPrice, sum);
    assert.equal(addUsage(priced(a), priced(b)).totalTokens, 2);
  });

test('a sum takes the currency of the first call that has a price', () => {
  const free = priced('0');

  const sum = addUsage(free, priced('0.3', 'RMB'));

  assert.deepEqual([sum.totalPrice, sum.currency], ['0.3', 'RMB']);
});

test('prices of another currency are not added', () => {
  const sum = addUsage(priced('1', 'USD'), priced('7', 'RMB'));

  assert.deepEqual([sum.totalPrice, sum.currency, sum.totalTokens], ['1', 'USD', 2]);
});
