import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogFacts, costOf, findCatalogModels, providers } from '../../src/index.ts';
import { addDecimals, isDecimal, multiplyDecimals } from '../../src/catalogue/decimal.ts';

test('every provider with a catalogue has models with names, limits and exact prices', async () => {
  let count = 0;
  for (const { id, catalogue, kinds } of providers) {
    const models = await findCatalogModels(id);
    assert.equal(models.length > 0, catalogue !== null, id);
    // Azure shows OpenAI's models: they are counted once.
    if (id !== 'azure-openai') count += models.length;
    for (const { name, contextTokens, outputTokensMax, price } of models) {
      const what = `${id}/${name}`;
      assert.ok(name !== '', what);
      assert.ok(contextTokens === null || contextTokens > 0, what);
      assert.ok(outputTokensMax === null || outputTokensMax > 0, what);
      if (!price) continue;
      assert.ok([price.input, price.output, price.unit].every(isDecimal), what);
      assert.ok(Number(price.unit) > 0 && Number(price.unit) <= 1, what);
      assert.match(price.currency, /^[A-Z]{3}$/, what);
    }
    assert.ok(models.some(({ kind }) => kinds.includes(kind)) || catalogue === null, id);
  }
  assert.ok(count >= 800, `${count} models`);
});

test('a model is found by name, also by the long name of its provider', async () => {
  const facts = await catalogFacts({ provider: 'langgenius/openai/openai', name: 'gpt-4o-mini' });

  assert.deepEqual(
    [facts?.contextTokens, facts?.outputTokensMax, facts?.price?.currency],
    [128_000, 16_384, 'USD'],
  );
  assert.equal(await catalogFacts({ provider: 'openai', name: 'nothing' }), null);
  assert.deepEqual(await findCatalogModels('nobody'), []);
});

test('money is exact where binary fractions are not', () => {
  assert.equal(multiplyDecimals(3, '0.1'), '0.3');
  assert.equal(addDecimals('0.1', '0.2'), '0.3');
  assert.equal(multiplyDecimals('1234567', '2.50', '0.000001'), '3.0864175');
  assert.equal(multiplyDecimals(0, '5'), '0');
  assert.equal(multiplyDecimals('-1.50', 2), '-3');
  assert.equal(multiplyDecimals(1e-7, 3), '0.0000003');
  assert.throws(() => multiplyDecimals('1,5'), RangeError);
  assert.ok(!isDecimal('1e999999'));
});

test('a cost names its parts, and a model without a price is free', () => {
  const price = { input: '2', output: '3', unit: '0.000001', currency: 'RMB' };

  assert.deepEqual(costOf({ promptTokens: 1, completionTokens: 2 }, price), {
    promptTokens: 1,
    completionTokens: 2,
    totalTokens: 3,
    promptUnitPrice: '2',
    completionUnitPrice: '3',
    promptPriceUnit: '0.000001',
    completionPriceUnit: '0.000001',
    promptPrice: '0.000002',
    completionPrice: '0.000006',
    totalPrice: '0.000008',
    currency: 'RMB',
  });
  assert.equal(costOf({ promptTokens: 1, completionTokens: 2 }, null).totalPrice, '0');
  assert.equal(
    costOf({ promptTokens: 1, completionTokens: 2 }, { ...price, input: 'cheap' }).totalPrice,
    '0',
  );
});
