import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, NodeFailure } from '@outpost/contracts';
import { createFakeTemplateRenderer } from '@outpost/contracts/testing';
import { templateTransform } from '../../src/template-transform/index.ts';
import { runNode } from '../support/create-node-context.ts';

const variables = [
  { variable: 'a', value_selector: ['n', 'a'] },
  { variable: 'b', value_selector: ['n', 'gone'] },
];

test('a template gets native values, and null for what is not there', async () => {
  const templates = createFakeTemplateRenderer();
  const { outputs } = await runNode(
    templateTransform,
    { template: '{{ a }}/{{ b }}', variables },
    { pool: { n: { a: [1, 'x'] } }, ports: { templates } },
  );
  assert.deepEqual(outputs, { output: "[1, 'x']/None" });
  assert.deepEqual(templates.requests[0]?.inputs, { a: [1, 'x'], b: null });
});

test('a renderer that takes its time is awaited', async () => {
  const templates = { render: () => Promise.resolve('later') };
  const { outputs } = await runNode(templateTransform, { template: 'x' }, { ports: { templates } });
  assert.deepEqual(outputs, { output: 'later' });
});

test('a text of more than 400000 characters fails the node', async () => {
  const templates = { render: () => 'x'.repeat(400_001) };
  await assert.rejects(
    async () => runNode(templateTransform, { template: 'x' }, { ports: { templates } }),
    NodeFailure,
  );
});

for (const way of ['at once', 'later'])
  test(`a template that fails ${way} keeps what it was given`, async () => {
    const error = new AppError('code_failed', { details: { reason: 'line 1: unexpected' } });
    const render = () => {
      if (way === 'later') return Promise.reject(error);
      throw error;
    };
    await assert.rejects(
      async () =>
        runNode(
          templateTransform,
          { template: '{% x', variables },
          { pool: { n: { a: 1 } }, ports: { templates: { render } } },
        ),
      (thrown: unknown) => {
        assert.ok(thrown instanceof NodeFailure);
        assert.equal(thrown.error.code, 'code_failed');
        assert.deepEqual(thrown.partial.inputs, { a: 1, b: null });
        return true;
      },
    );
  });
