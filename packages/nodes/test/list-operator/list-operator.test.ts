import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeFailure, type Value } from '@outpost/contracts';
import { createFakeRunFiles } from '@outpost/contracts/testing';
import { listOperator } from '../../src/list-operator/index.ts';
import { runNode } from '../support/create-node-context.ts';

const files = createFakeRunFiles();
const pdf = files.put({ filename: 'b.pdf' }, new Uint8Array(10));
const png = files.put(
  {
    filename: 'a.png',
    type: 'image',
    transfer_method: 'remote_url',
    remote_url: 'https://x/a.png',
  },
  new Uint8Array(200),
);

async function operate(
  list: Value,
  config: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, Value>> = {},
): Promise<unknown> {
  const { outputs } = await runNode(
    listOperator,
    { variable: ['n', 'list'], ...config },
    { pool: { n: { list, ...values } } },
  );
  return outputs['result'];
}

const where = (comparison_operator: string, value: unknown, key = '') => ({
  filter_by: { enabled: true, conditions: [{ key, comparison_operator, value }] },
});

const filters: readonly (readonly [
  what: string,
  list: readonly Value[],
  filter: ReturnType<typeof where>,
  kept: readonly Value[],
])[] = [
  ['texts that contain', ['ab', 'cd'], where('contains', 'a'), ['ab']],
  ['texts that do not contain', ['ab', 'cd'], where('not contains', 'a'), ['cd']],
  ['texts that start with', ['ab', 'ba'], where('start with', 'a'), ['ab']],
  ['texts that end with', ['ab', 'ba'], where('end with', 'a'), ['ba']],
  ['texts that are', ['a', 'ab'], where('is', 'a'), ['a']],
  ['texts that are not', ['a', 'ab'], where('is not', 'a'), ['ab']],
  ['texts within a text', ['a', 'x'], where('in', 'abc'), ['a']],
  ['texts not within a text', ['a', 'x'], where('not in', 'abc'), ['x']],
  ['empty texts', ['', 'x'], where('empty', ''), ['']],
  ['texts that are not empty', ['', 'x'], where('not empty', ''), ['x']],
  ['numbers equal to a text', [1, 2], where('=', '1'), [1]],
  ['numbers unlike', [1, 2], where('≠', '1'), [2]],
  ['numbers above', [1, 2], where('>', '1'), [2]],
  ['numbers below', [1, 2], where('<', '1.5'), [1]],
  ['numbers at least', [1, 2], where('≥', '2'), [2]],
  ['numbers at most', [1, 2], where('≤', '1'), [1]],
  ['booleans that are', [true, false], where('is', 'true'), [true]],
  ['booleans that are not', [true, false], where('is not', true), [false]],
  ['files by type', [pdf, png], where('in', ['image'], 'type'), [png]],
  ['files not by type', [pdf, png], where('not in', ['image'], 'type'), [pdf]],
  ['files by way of transfer', [pdf, png], where('in', ['remote_url'], 'transfer_method'), [png]],
  ['files by size given as text', [pdf, png], where('≥', '100', 'size'), [png]],
  ['files by name', [pdf, png], where('start with', 'b', 'name'), [pdf]],
  ['files by extension', [pdf, png], where('is', '.pdf', 'extension'), [pdf]],
  ['files by the address they came from', [pdf, png], where('contains', 'x/a', 'url'), [png]],
  ['a file without an address has an empty one', [pdf, png], where('empty', '', 'url'), [pdf]],
];
for (const [what, list, filter, kept] of filters)
  test(`list filter: ${what}`, async () => assert.deepEqual(await operate(list, filter), kept));

test('several filters must all hold, and their texts may hold references', async () => {
  const conditions = [
    { key: '', comparison_operator: 'contains', value: '{{#n.part#}}' },
    { key: '', comparison_operator: 'not contains', value: 'z' },
  ];
  const config = { filter_by: { enabled: true, conditions } };
  assert.deepEqual(await operate(['ab', 'abz', 'c'], config, { part: 'a' }), ['ab']);
});

const refused: readonly (readonly [what: string, list: Value, config: object])[] = [
  ['an operator of texts on numbers', [1], where('contains', '1')],
  ['an operator of numbers on texts', ['a'], where('>', '1')],
  ['an operator of texts on booleans', [true], where('contains', 't')],
  ['a number that is none', [1], where('=', 'x')],
  ['an attribute that files lack', [pdf], where('is', 'x', 'colour')],
  ['a type compared with “contains”', [pdf], where('contains', 'x', 'type')],
  ['a list of objects', [{ a: 1 }], {}],
  ['a mixed list', [1, 'a'], {}],
  ['a text', 'abc', {}],
  ['item 0', ['a'], { extract_by: { enabled: true, serial: '0' } }],
  ['an item behind the last', ['a'], { extract_by: { enabled: true, serial: '2' } }],
  ['an item by a word', ['a'], { extract_by: { enabled: true, serial: 'first' } }],
];
for (const [what, list, config] of refused)
  test(`the list operator refuses ${what}`, () =>
    assert.rejects(operate(list, { ...config }), NodeFailure));

test('filter, then take one, then sort, then cut', async () => {
  const config = {
    ...where('≠', '9'),
    order_by: { enabled: true, key: '', value: 'desc' },
    limit: { enabled: true, size: 2 },
  };
  const { outputs } = await runNode(
    listOperator,
    { variable: ['n', 'list'], ...config },
    { pool: { n: { list: [3, 9, 1, 2] } } },
  );
  assert.deepEqual(outputs, { result: [3, 2], first_record: 3, last_record: 2 });
  assert.deepEqual(
    await operate(
      [9, 1, 2],
      { ...config, extract_by: { enabled: true, serial: '{{#n.i#}}' } },
      { i: 2 },
    ),
    [2],
  );
});

test('a negative limit drops from the end', async () =>
  assert.deepEqual(await operate([1, 2, 3], { limit: { enabled: true, size: -1 } }), [1, 2]));

test('files sort by an attribute', async () => {
  const by = (key: string, value: string) => ({ order_by: { enabled: true, key, value } });
  assert.deepEqual(await operate([pdf, png], by('name', 'asc')), [png, pdf]);
  assert.deepEqual(await operate([pdf, png], by('size', 'desc')), [png, pdf]);
});

test('what is switched off does nothing', async () => {
  const config = {
    filter_by: { enabled: false, conditions: [{ key: '', comparison_operator: '=', value: 'x' }] },
    extract_by: { enabled: false, serial: '9' },
    order_by: { enabled: false, key: '', value: 'desc' },
    limit: { enabled: false, size: 1 },
  };
  assert.deepEqual(await operate(['b', 'a'], config), ['b', 'a']);
});

test('an empty list gives nothing, whatever is asked of it', async () => {
  const { outputs } = await runNode(
    listOperator,
    { variable: ['n', 'list'], extract_by: { enabled: true, serial: '5' } },
    { pool: { n: { list: [] } } },
  );
  assert.deepEqual(outputs, { result: [], first_record: null, last_record: null });
});

test('a missing list is a failure', () =>
  assert.rejects(
    async () => runNode(listOperator, { variable: ['n', 'gone'] }),
    /n\.gone does not exist/,
  ));
