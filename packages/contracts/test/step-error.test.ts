import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, NodeFailure, stepErrorFrom } from '../src/index.ts';

test('whatever a node throws has a message and a type that fail branches can compare', () => {
  const told = { message: 'No.', type: 'ToolError' };

  assert.equal(stepErrorFrom(new NodeFailure(told)), told);
  assert.deepEqual(stepErrorFrom(new AppError('variable_not_chosen')), {
    message: 'The node has no variable to read. Choose one in its settings.',
    type: 'VariableNotChosen',
    code: 'variable_not_chosen',
  });
  assert.deepEqual(stepErrorFrom(new TypeError('odd')), { message: 'odd', type: 'TypeError' });
  assert.deepEqual(stepErrorFrom('thrown text'), { message: 'thrown text', type: 'Error' });
});
