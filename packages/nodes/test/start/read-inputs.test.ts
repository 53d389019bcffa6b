import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type Value } from '@outpost/contracts';
import { createFakeRunFiles } from '@outpost/contracts/testing';
import { start } from '../../src/start/index.ts';

const file = createFakeRunFiles().put({ filename: 'a.pdf' }, new Uint8Array(3));

function read(field: Readonly<Record<string, unknown>>, given: unknown): Value | undefined {
  const config = start.parse({
    id: 's',
    title: 'Start',
    config: { variables: [{ variable: 'x', label: 'X', ...field }] },
  });
  return start.readInputs?.(config, given === undefined ? {} : { x: given })['x'];
}

const accepted: readonly (readonly [
  what: string,
  field: Readonly<Record<string, unknown>>,
  given: unknown,
  value: unknown,
])[] = [
  ['a missing optional input is null', { type: 'text-input' }, undefined, null],
  ['a missing input takes its default', { type: 'number', default: '7' }, undefined, 7],
  [
    'a default file of another installation is not there',
    { type: 'file', default: { transfer_method: 'local_file', upload_file_id: 'x' } },
    undefined,
    null,
  ],
  ['a required input is taken as it is', { type: 'paragraph', required: true }, 'a', 'a'],
  ['an empty text is a text', { type: 'text-input', required: true }, '', ''],
  ['NUL characters are removed', { type: 'paragraph' }, 'a\u0000b', 'ab'],
  ['an emoji counts as one character', { type: 'text-input', max_length: 2 }, '😀😀', '😀😀'],
  ['a choice is one of its options', { type: 'select', options: ['a', 'b'] }, 'b', 'b'],
  ['an optional choice may be empty', { type: 'select', options: ['a'] }, '', null],
  [
    'max_length means nothing for a choice',
    { type: 'select', options: ['long'], max_length: 1 },
    'long',
    'long',
  ],
  ['a number is a number', { type: 'number', max_length: 1 }, 48, 48],
  ['a numeric text with a dot is a float', { type: 'number' }, '1.5', 1.5],
  ['a numeric text is an integer', { type: 'number' }, ' -12 ', -12],
  ['a blank number is null', { type: 'number' }, ' ', null],
  ['a checkbox reads words', { type: 'checkbox' }, 'Yes', true],
  ['a checkbox reads off', { type: 'checkbox' }, 'OFF', false],
  ['a checkbox reads 1', { type: 'checkbox' }, 1, true],
  ['a checkbox passes other values through', { type: 'checkbox' }, 'maybe', 'maybe'],
  ['a file is a file', { type: 'file', required: true }, file, file],
  ['an optional file may be an empty text', { type: 'file' }, '', null],
  ['an optional file may be an empty list', { type: 'file' }, [], null],
  [
    'a list of files keeps its order',
    { type: 'file-list', max_length: 2 },
    [file, file],
    [file, file],
  ],
  ['a list of files may be empty', { type: 'file-list' }, [], []],
  ['an object is an object', { type: 'json_object' }, { a: 1 }, { a: 1 }],
  ['an old name of a list of files works', { type: 'files' }, [file], [file]],
];

for (const [what, field, given, value] of accepted)
  test(`start inputs: ${what}`, () => assert.deepEqual(read(field, given), value));

const refused: readonly (readonly [
  what: string,
  field: Readonly<Record<string, unknown>>,
  given: unknown,
])[] = [
  ['a required input must be there', { type: 'paragraph', required: true }, undefined],
  ['a required number must not be blank', { type: 'number', required: true }, ''],
  ['a required list of files must not be empty', { type: 'file-list', required: true }, []],
  ['a text must be a string', { type: 'text-input' }, 5],
  ['a text must not be longer than allowed', { type: 'text-input', max_length: 2 }, 'abc'],
  ['a choice must be an option', { type: 'select', options: ['a'] }, 'c'],
  ['a required choice must not be empty', { type: 'select', options: ['a'], required: true }, ''],
  ['a number must be numeric', { type: 'number' }, 'twelve'],
  ['a number is not a list', { type: 'number' }, [1]],
  ['a number is not infinite', { type: 'number' }, 'Infinity'],
  ['a file must be a file', { type: 'file' }, { url: 'x' }],
  ['a required file must not be empty', { type: 'file', required: true }, ''],
  ['a list of files holds files only', { type: 'file-list' }, ['x']],
  ['a list of files has at most max_length', { type: 'file-list', max_length: 1 }, [file, file]],
  ['an object is not a list', { type: 'json_object' }, [1]],
  ['an object is not a text', { type: 'json_object' }, '{"a":1}'],
];

for (const [what, field, given] of refused)
  test(`start inputs: ${what}`, () =>
    assert.throws(
      () => read(field, given),
      (error: unknown) =>
        error instanceof AppError &&
        error.code === 'run_input_invalid' &&
        error.message.includes('“x”') &&
        !error.messageIn('zh').includes('it '),
    ));

test('inputs that are not declared are left out', () => {
  const config = start.parse({
    id: 's',
    title: '',
    config: { variables: [{ variable: 'a', label: 'A', type: 'paragraph' }] },
  });
  assert.deepEqual(start.readInputs?.(config, { a: 'x', b: 'y' }), { a: 'x' });
});

test('an unknown kind of input is refused by its path', () => {
  const parse = () =>
    start.parse({
      id: 's',
      title: 'S',
      config: { variables: [{ variable: 'a', type: 'colour' }] },
    });
  assert.throws(parse, /variables\.0\.type/);
});
