import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePluginReference } from '../../src/index.ts';

const read = (text: string): unknown => parsePluginReference(text.split(' '));

test('plugins are named in the ways people write them', () => {
  const checksum = 'ab'.repeat(32);
  const market = { type: 'market', author: 'langgenius', name: 'agent', version: '0.0.9' };

  assert.deepEqual(read('market langgenius agent 0.0.9'), { ...market, checksum: null });
  assert.deepEqual(read('langgenius/agent:0.0.9'), { ...market, checksum: null });
  assert.deepEqual(read(`langgenius/agent:0.0.9@${checksum}`), { ...market, checksum });
  assert.deepEqual(read('github https://github.com/acme/plugins v1.0 demo.difypkg'), {
    type: 'github',
    repository: 'acme/plugins',
    release: 'v1.0',
    asset: 'demo.difypkg',
  });
  assert.deepEqual(read('local ./a.difypkg'), { type: 'local', path: './a.difypkg' });
  assert.deepEqual(read('./folder'), { type: 'local', path: './folder' });
  assert.deepEqual(read('https://host/a.difypkg'), { type: 'url', url: 'https://host/a.difypkg' });
});

test('words that name no plugin, or would leave their address, are refused', () => {
  for (const text of [
    'market langgenius agent',
    'market langgenius agent latest',
    'market ../x agent 0.0.9',
    'github acme v1 x.difypkg',
    'github acme/plugins v1 ../x.difypkg',
    'local',
    'a b',
    '',
  ])
    assert.throws(() => read(text), { code: 'plugin_reference_invalid' }, text);
});
