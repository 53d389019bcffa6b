import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeFailure } from '@outpost/contracts';
import { start } from '../../src/start/index.ts';
import { runNode } from '../support/create-node-context.ts';

const variables = [{ variable: 'city', label: 'City', type: 'text-input' }];

test('the start node gives its inputs and the system values under dotted names', async () => {
  const pool = {
    node: { city: 'Xi’an' },
    sys: { user_id: 'u1', files: [] },
    env: { key: 'secret' },
  };
  const { outputs } = await runNode(start, { variables }, { pool });
  assert.deepEqual(outputs, { city: 'Xi’an', 'sys.user_id': 'u1', 'sys.files': [] });
});

const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
for (const json_schema of [schema, JSON.stringify(schema)])
  test(`an object is held to its schema, given as ${typeof json_schema}`, async () => {
    const config = { variables: [{ variable: 'o', label: 'O', type: 'json_object', json_schema }] };
    const run = (o: Readonly<Record<string, number | string>>) =>
      runNode(start, config, { pool: { node: { o } } });
    assert.deepEqual((await run({ n: 1 })).outputs, { o: { n: 1 } });
    await assert.rejects(run({ n: 'one' }), (error: unknown) => {
      assert.ok(error instanceof NodeFailure);
      assert.match(error.message, /“o”/);
      return true;
    });
  });

test('an empty schema allows any object', async () => {
  for (const json_schema of ['', {}, null]) {
    const config = { variables: [{ variable: 'o', label: 'O', type: 'json_object', json_schema }] };
    const { outputs } = await runNode(start, config, { pool: { node: { o: { any: 'thing' } } } });
    assert.deepEqual(outputs, { o: { any: 'thing' } });
  }
});
