import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeFailure, type Value } from '@outpost/contracts';
import { assigner } from '../../src/assigner/index.ts';
import { runNode } from '../support/create-node-context.ts';

const target = ['conversation', 'v'];

async function write(
  item: Readonly<Record<string, unknown>>,
  current: Value,
  source: Value = null,
): Promise<Value | undefined> {
  const { writes, outputs } = await runNode(
    assigner,
    { version: '2', items: [{ variable_selector: target, write_mode: 'over-write', ...item }] },
    { pool: { conversation: { v: current }, n: { s: source } } },
  );
  assert.deepEqual(outputs, {});
  return writes?.[0]?.value;
}

const fromVariable = (operation: string) => ({
  operation,
  input_type: 'variable',
  value: ['n', 's'],
});
const constant = (operation: string, value: unknown) => ({
  operation,
  input_type: 'constant',
  value,
});
const none = (operation: string) => ({ operation, input_type: 'variable', value: '' });

const done: readonly (readonly [
  what: string,
  item: Readonly<Record<string, unknown>>,
  current: Value,
  source: Value,
  result: Value,
])[] = [
  ['over-write takes a variable of any type', fromVariable('over-write'), [1], ['a'], ['a']],
  ['over-write takes a constant', constant('over-write', 'new'), 'old', null, 'new'],
  ['set takes a text', constant('set', 'new'), 'old', null, 'new'],
  ['set takes a number', constant('set', 3), 1, null, 3],
  ['set takes a number written as text', constant('set', '3.5'), 1, null, 3.5],
  ['set takes a boolean', constant('set', false), true, null, false],
  ['set takes an object', constant('set', { a: 1 }), {}, null, { a: 1 }],
  ['set takes an object as JSON text', constant('set', '{"a":1}'), {}, null, { a: 1 }],
  ['clear empties a text', none('clear'), 'x', null, ''],
  ['clear makes a number 0', none('clear'), 5, null, 0],
  ['clear makes a boolean false', none('clear'), true, null, false],
  ['clear empties an object', none('clear'), { a: 1 }, null, {}],
  ['clear empties a list', none('clear'), [1], null, []],
  ['append adds one item', fromVariable('append'), ['a'], 'b', ['a', 'b']],
  ['append to an empty list takes any item', fromVariable('append'), [], 5, [5]],
  ['extend adds all items', fromVariable('extend'), [1], [2, 3], [1, 2, 3]],
  ['extend by nothing changes nothing', fromVariable('extend'), [1], [], [1]],
  ['remove-first drops the first item', none('remove-first'), [1, 2], null, [2]],
  ['remove-last drops the last item', none('remove-last'), [1, 2], null, [1]],
  ['remove-first leaves an empty list', none('remove-first'), [], null, []],
  ['remove-last leaves an empty list', none('remove-last'), [], null, []],
  ['+= adds', constant('+=', 2), 3, null, 5],
  ['-= subtracts', constant('-=', '2'), 3, null, 1],
  ['*= multiplies', constant('*=', 2.5), 4, null, 10],
  ['/= divides', constant('/=', 2), 3, null, 1.5],
];

for (const [what, item, current, source, result] of done)
  test(`assigner: ${what}`, async () =>
    assert.deepEqual(await write(item, current, source), result));

const refused: readonly (readonly [
  what: string,
  item: Readonly<Record<string, unknown>>,
  current: Value,
  source?: Value,
])[] = [
  ['set takes no variable', fromVariable('set'), 'x', 'y'],
  ['set takes no list', constant('set', [1]), [1]],
  ['set keeps the type', constant('set', 'abc'), 5],
  ['over-write with a constant takes no list', constant('over-write', '[]'), []],
  ['append takes no constant', constant('append', 'a'), []],
  ['append needs a list', fromVariable('append'), 'text', 'a'],
  ['append needs an item of the list’s type', fromVariable('append'), ['a'], 5],
  ['extend takes no constant', constant('extend', ['a']), []],
  ['extend needs a list to add', fromVariable('extend'), ['a'], 'b'],
  ['extend needs items of the list’s type', fromVariable('extend'), ['a'], [1]],
  ['clear takes no constant', constant('clear', ''), 'x'],
  ['remove-first takes no constant', constant('remove-first', ''), [1]],
  ['remove-last needs a list', none('remove-last'), 'x'],
  ['+= takes no variable', fromVariable('+='), 1, 2],
  ['+= needs a number to change', constant('+=', 1), 'a'],
  ['+= needs a number to add', constant('+=', 'x'), 1],
  ['/= refuses to divide by zero', constant('/=', 0), 1],
];

for (const [what, item, current, source = null] of refused)
  test(`assigner: ${what}`, () => assert.rejects(write(item, current, source), NodeFailure));

test('later items see what earlier ones made, and one write a target is told', async () => {
  const items = [
    { variable_selector: target, ...constant('+=', 1) },
    { variable_selector: target, ...constant('*=', 10) },
    {
      variable_selector: ['loop', 'w'],
      operation: 'over-write',
      input_type: 'variable',
      value: target,
    },
  ];
  const { writes } = await runNode(
    assigner,
    { version: '2', items },
    { pool: { conversation: { v: 1 }, loop: { w: 0 } } },
  );
  assert.deepEqual(writes, [
    { selector: target, value: 20 },
    { selector: ['loop', 'w'], value: 20 },
  ]);
});

test('a null source skips its item', async () => {
  const items = [
    { variable_selector: target, ...fromVariable('append') },
    { variable_selector: ['conversation', 'w'], ...constant('set', 'x') },
  ];
  const { writes } = await runNode(
    assigner,
    { version: '2', items },
    { pool: { conversation: { v: [], w: '' }, n: { s: null } } },
  );
  assert.deepEqual(writes, [{ selector: ['conversation', 'w'], value: 'x' }]);
});

test('an error in a later item writes nothing', () =>
  assert.rejects(
    runNode(
      assigner,
      {
        version: '2',
        items: [
          { variable_selector: target, ...constant('set', 'x') },
          { variable_selector: target, ...constant('+=', 1) },
        ],
      },
      { pool: { conversation: { v: '' } } },
    ),
    NodeFailure,
  ));

for (const [what, pool] of [
  ['source', { conversation: { v: '' } }],
  ['target', { n: { s: 'x' } }],
] as const) {
  test(`a missing ${what} is a failure in the second form`, () =>
    assert.rejects(
      runNode(
        assigner,
        { version: '2', items: [{ variable_selector: target, ...fromVariable('over-write') }] },
        { pool },
      ),
      /does not exist/,
    ));
  test(`a missing ${what} is a failure in the first form`, () =>
    assert.rejects(
      runNode(
        assigner,
        {
          assigned_variable_selector: target,
          input_variable_selector: ['n', 's'],
          write_mode: 'over-write',
        },
        { pool },
      ),
      /does not exist/,
    ));
}

for (const scope of ['sys', 'env'])
  test(`${scope} variables cannot be assigned`, () =>
    assert.rejects(
      runNode(
        assigner,
        { version: '2', items: [{ variable_selector: [scope, 'x'], ...constant('set', 'y') }] },
        { pool: { [scope]: { x: '' } } },
      ),
      /cannot be assigned/,
    ));

const first: readonly (readonly [mode: string, current: Value, source: Value, result: Value])[] = [
  ['over-write', 'a', 5, 5],
  ['append', ['a'], 'b', ['a', 'b']],
  ['clear', ['a'], null, []],
  ['clear', 'a', null, ''],
];
for (const [mode, current, source, result] of first)
  test(`the first form: ${mode} makes ${JSON.stringify(result)}`, async () => {
    const { writes } = await runNode(
      assigner,
      {
        assigned_variable_selector: target,
        input_variable_selector: ['n', 's'],
        write_mode: mode,
        version: '1',
      },
      { pool: { conversation: { v: current }, n: { s: source } } },
    );
    assert.deepEqual(writes, [{ selector: target, value: result }]);
  });

test('the first form appends to lists only', () =>
  assert.rejects(
    runNode(
      assigner,
      {
        assigned_variable_selector: target,
        input_variable_selector: ['n', 's'],
        write_mode: 'append',
      },
      { pool: { conversation: { v: 'text' }, n: { s: 'x' } } },
    ),
    NodeFailure,
  ));

test('what an assigner may write is known before it runs', () => {
  const items = [{ variable_selector: target, ...fromVariable('append') }];
  const config = assigner.parse({ id: 'a', title: '', config: { version: '2', items } });
  assert.deepEqual(assigner.writes?.(config), [target]);
  assert.deepEqual(assigner.references(config), [target, ['n', 's']]);
});
