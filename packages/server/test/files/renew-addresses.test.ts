import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '@outpost/contracts/testing';
import { createFileService } from '../../src/files/file-service.ts';

test('addresses of files in old texts get a new time, and forged ones do not', () => {
  const clock = createTestClock();
  // Nothing but the signatures is asked here.
  const files = createFileService({ clock, signingKey: 'key' } as never);
  const upload = { id: '00000000-0000-4000-8000-000000000001', extension: 'png' };
  const old = files.valueOf(upload as never, 'local_file').url ?? '';
  clock.advance(48 * 3_600_000);
  const fresh = files.valueOf(upload as never, 'local_file').url ?? '';
  const forged = old.replace('000001/', '000002/');

  assert.notEqual(old, fresh);
  assert.equal(
    files.renewAddresses(`![a](${old}) [b](${forged}) ${old}`),
    `![a](${fresh}) [b](${forged}) ${fresh}`,
  );
});
