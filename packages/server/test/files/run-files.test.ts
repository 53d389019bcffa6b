import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileStore, FileValue } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import type { Store, Upload } from '@outpost/store';
import { createFileService, type FileOwner } from '../../src/files/file-service.ts';

const adas: FileOwner = { workspaceId: 'w', appId: 'a', endUserId: 'ada', accountId: null };
const upload = { id: 'f', sizeBytes: 2, storageKey: 'f', ...adas } as Upload;

function readAs(owner: FileOwner, stored: Upload): Promise<Uint8Array> {
  const service = createFileService({
    store: { uploads: { get: async () => stored } } as unknown as Store,
    files: { read: async () => [Buffer.from('hi')] } as unknown as FileStore,
    egress: { send: () => Promise.reject(new Error('no network')) },
    clock: createTestClock(),
    ids: { uuid: () => 'id' },
    signingKey: 'k',
    uploadBytesMax: 10,
  });
  const forged = { transfer_method: 'local_file', related_id: 'f' } as FileValue;
  const { signal } = new AbortController();
  return service.forRun(owner).read(forged, { limitBytes: 10, signal });
}

test('a run cannot read another person’s file by naming its id in a value', async () => {
  await assert.rejects(readAs({ ...adas, endUserId: 'eve' }, upload), { code: 'not_found' });
  await assert.rejects(readAs({ ...adas, endUserId: null, accountId: 'maker' }, upload), {
    code: 'not_found',
  });
  await assert.rejects(readAs({ ...adas, workspaceId: 'other' }, { ...upload, endUserId: null }), {
    code: 'not_found',
  });
});

test('a run reads its person’s files, and those that the makers of the app put there', async () => {
  assert.equal(String(await readAs(adas, upload)), 'hi');
  assert.equal(
    String(await readAs(adas, { ...upload, endUserId: null, accountId: 'maker' })),
    'hi',
  );
});
