import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, NodeFailure } from '@outpost/contracts';
import { createFakeCodeRunner, createFakeRunFiles } from '@outpost/contracts/testing';
import { code } from '../../src/code/index.ts';
import { runNode } from '../support/create-node-context.ts';

const config = {
  code_language: 'python3',
  code: 'def main(a): return {"result": a}',
  variables: [
    { variable: 'a', value_selector: ['n', 'a'] },
    { variable: 'b', value_selector: ['n', 'gone'] },
  ],
  outputs: { result: { type: 'string', children: null } },
  dependencies: [],
};

test('code gets its variables, null for one that is not there, and the app as its tenant', async () => {
  const runner = createFakeCodeRunner(({ inputs }) => ({ result: inputs['a'] ?? null }));
  const { outputs, inputs } = await runNode(code, config, {
    pool: { n: { a: 'hi' } },
    ports: { code: runner },
    run: { appId: 'app-7' },
  });
  assert.deepEqual(outputs, { result: 'hi' });
  assert.deepEqual(inputs, { a: 'hi', b: null });
  assert.deepEqual(runner.requests, [
    { language: 'python3', code: config.code, inputs: { a: 'hi', b: null }, tenant: 'app-7' },
  ]);
});

test('no files at all are null, and other empty lists are not', async () => {
  const runner = createFakeCodeRunner(() => ({ result: '' }));
  const file = createFakeRunFiles().put({ filename: 'a.txt' }, new Uint8Array(1));
  const variables = [
    { variable: 'files', value_selector: ['sys', 'files'] },
    { variable: 'typed', value_selector: ['n', 'none'], value_type: 'array[file]' },
    { variable: 'list', value_selector: ['n', 'none'] },
    { variable: 'some', value_selector: ['n', 'some'], value_type: 'array[file]' },
    { variable: 'name', value_selector: ['n', 'one', 'name'] },
  ];
  await runNode(
    code,
    { ...config, variables },
    {
      pool: { sys: { files: [] }, n: { none: [], some: [file], one: file } },
      ports: { code: runner },
    },
  );
  assert.deepEqual(runner.requests[0]?.inputs, {
    files: null,
    typed: null,
    list: [],
    some: [file],
    name: 'a.txt',
  });
});

test('a result that is not as declared fails the node and keeps what it was given', async () => {
  const runner = createFakeCodeRunner(() => ({ other: 1 }));
  await assert.rejects(
    runNode(code, config, { pool: { n: { a: 'x' } }, ports: { code: runner } }),
    (error: unknown) => {
      assert.ok(error instanceof NodeFailure);
      assert.equal(error.error.type, 'OutputValidationError');
      assert.deepEqual(error.partial.inputs, { a: 'x', b: null });
      return true;
    },
  );
});

test('an output of a type that code cannot give is refused', () => {
  for (const type of ['file', 'array[file]', 'any']) {
    const parse = () =>
      code.parse({ id: 'c', title: 'C', config: { ...config, outputs: { x: { type } } } });
    assert.throws(parse, /outputs\.x\.type/);
  }
});

test('a language that nobody runs is refused', () => {
  const parse = () =>
    code.parse({ id: 'c', title: 'C', config: { ...config, code_language: 'perl' } });
  assert.throws(parse, /code_language/);
});

test('code that fails keeps what it was given, and the words of the sandbox', async () => {
  const runner = createFakeCodeRunner(() => {
    throw new AppError('code_failed', { details: { reason: 'NameError: x' } });
  });
  await assert.rejects(
    runNode(code, config, { pool: { n: { a: 'x' } }, ports: { code: runner } }),
    (error: unknown) => {
      assert.ok(error instanceof NodeFailure);
      assert.deepEqual(error.error, {
        message: 'NameError: x',
        type: 'CodeExecutionError',
        code: 'code_failed',
      });
      assert.deepEqual(error.partial.inputs, { a: 'x', b: null });
      return true;
    },
  );
});
