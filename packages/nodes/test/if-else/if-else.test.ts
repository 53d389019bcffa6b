import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ifElse } from '../../src/if-else/index.ts';
import { runNode } from '../support/create-node-context.ts';

const is = (value: string) => ({
  id: value,
  variable_selector: ['n', 'x'],
  comparison_operator: 'is',
  value,
  varType: 'string',
});
const cases = [
  { case_id: 'true', id: 'true', logical_operator: 'and', conditions: [is('a')] },
  { case_id: 'uuid-2', logical_operator: 'or', conditions: [is('b'), is('c')] },
];

for (const [x, handle] of [
  ['a', 'true'],
  ['c', 'uuid-2'],
  ['z', 'false'],
] as const)
  test(`a value of ${x} leaves by ${handle}`, async () => {
    const result = await runNode(ifElse, { cases }, { pool: { n: { x } } });
    assert.equal(result.handle, handle);
    assert.deepEqual(result.outputs, { result: handle !== 'false', selected_case_id: handle });
  });

test('the form of the oldest files is one case', async () => {
  const config = { logical_operator: 'or', conditions: [is('a'), is('b')] };
  const { handle } = await runNode(ifElse, config, { pool: { n: { x: 'b' } } });
  assert.equal(handle, 'true');
});

test('the oldest form is ignored where there are cases', async () => {
  const config = { cases, logical_operator: 'and', conditions: [is('z')] };
  const { handle } = await runNode(ifElse, config, { pool: { n: { x: 'z' } } });
  assert.equal(handle, 'false');
});

test('a case without conditions holds under “and”', async () => {
  const config = { cases: [{ case_id: 'true', logical_operator: 'and', conditions: [] }] };
  assert.equal((await runNode(ifElse, config)).handle, 'true');
});

test('its handles are its cases and “false”', () => {
  const config = ifElse.parse({ id: 'i', title: '', config: { cases } });
  assert.deepEqual(ifElse.handles?.(config), ['true', 'uuid-2', 'false']);
});

test('an operator that nobody knows is refused by its path', () => {
  const conditions = [{ ...is('a'), comparison_operator: 'resembles' }];
  const parse = () =>
    ifElse.parse({ id: 'i', title: 'Which', config: { cases: [{ case_id: 'true', conditions }] } });
  assert.throws(parse, /resembles.*cases\.0\.conditions\.0\.comparison_operator/s);
});
