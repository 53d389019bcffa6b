import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { AppDocument } from '@outpost/contracts';
import { createBlankApp } from '@outpost/dsl';
import { maskSecrets, openSecrets, sealSecrets } from '../../src/apps/secrets.ts';
import { openSecretBox } from '../../src/secrets/secret-box.ts';

const directory = mkdtempSync(join(tmpdir(), 'outpost-secrets-'));
after(() => rmSync(directory, { recursive: true }));
const box = openSecretBox(join(directory, 'keys', 'secrets.key'));

function documentWith(value: string): AppDocument {
  const variable = { id: 'v', name: 'KEY', valueType: 'secret', value, description: '', extra: {} };
  return { ...createBlankApp('workflow', 'x'), environmentVariables: [variable] };
}
const valueIn = ({ environmentVariables }: AppDocument): unknown => environmentVariables[0]?.value;

test('what was sealed opens with the same key, and only unchanged', () => {
  const sealed = box.encrypt('s3cret ✓');
  const again = openSecretBox(join(directory, 'keys', 'secrets.key'));

  assert.equal(again.decrypt(sealed), 's3cret ✓');
  assert.notEqual(box.encrypt('s3cret ✓'), sealed);
  assert.throws(() => box.decrypt(`${sealed.slice(0, -2)}AA`));
});

test('the key file belongs to its owner alone, and a damaged one is refused', () => {
  assert.equal(statSync(join(directory, 'keys', 'secrets.key')).mode & 0o777, 0o600);
  writeFileSync(join(directory, 'short.key'), 'x');
  assert.throws(() => openSecretBox(join(directory, 'short.key')), /damaged: 1 bytes/);
});

test('a secret is sealed where it is stored, masked for the browser and open for a run', () => {
  const stored = sealSecrets(documentWith('sk-1234567890abcdef'), box);

  assert.match(String(valueIn(stored)), /^sealed:v1\./);
  assert.equal(valueIn(maskSecrets(stored, box)), '••••••••cdef');
  assert.equal(valueIn(openSecrets(stored, box)), 'sk-1234567890abcdef');
});

test('saving the mask keeps the secret, saving something else replaces it', () => {
  const stored = sealSecrets(documentWith('sk-1234567890abcdef'), box);
  const kept = sealSecrets(maskSecrets(stored, box), box, stored);
  const replaced = sealSecrets(documentWith('new'), box, stored);

  assert.equal(valueIn(kept), valueIn(stored));
  assert.equal(valueIn(openSecrets(replaced, box)), 'new');
});
