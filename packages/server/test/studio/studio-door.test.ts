import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createStudioDoor } from '../../src/studio/studio-door.ts';
import { openStudioFiles } from '../../src/studio/studio-files.ts';
import type { Services } from '../../src/services.ts';

const directory = mkdtempSync(join(tmpdir(), 'studio-'));
after(() => rmSync(directory, { recursive: true, force: true }));
mkdirSync(join(directory, 'assets'));
writeFileSync(join(directory, 'index.html'), '<!doctype html><html><head></head></html>');
writeFileSync(join(directory, 'assets', 'main-1.js'), 'plain');
writeFileSync(join(directory, 'assets', 'main-1.js.br'), 'brotli');
writeFileSync(join(directory, 'assets', 'main-1.js.gz'), 'gzip');

const accounts = { isSetUp: async () => true } as Services['accounts'];
const door = createStudioDoor({ accounts }, openStudioFiles(directory));
const ask = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  door(new Request(`http://server${path}`, { headers }), path, {
    address: '127.0.0.1',
    scheme: 'http',
  });

test('a page at any depth finds the way back to the root by a relative base', async () => {
  const bases: Record<string, string | undefined> = {};
  for (const path of ['/apps', '/apps/1', '/apps/1/canvas'])
    bases[path] = /<base href="([^"]*)">/.exec(await (await ask(path)).text())?.[1];

  assert.deepEqual(bases, { '/apps': './', '/apps/1': '../', '/apps/1/canvas': '../../' });
});

test('each page has a style nonce of its own, and nothing may come from elsewhere', async () => {
  const [one, other] = [await ask('/apps'), await ask('/apps')];
  const policy = one.headers.get('content-security-policy') ?? '';
  const nonce = /content="([^"]+)"/.exec(await one.text())?.[1] ?? '';

  assert.match(policy, /default-src 'self'/);
  assert.ok(policy.includes(`'nonce-${nonce}'`));
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  assert.notEqual(policy, other.headers.get('content-security-policy'));
});

test('a file comes in the best form that the browser takes, and is kept for good', async () => {
  const bodies: Record<string, string> = {};
  for (const accepted of ['gzip, deflate, br', 'gzip', '']) {
    const answer = await ask('/assets/main-1.js', { 'accept-encoding': accepted });
    bodies[accepted] = await answer.text();
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/);
  }

  assert.deepEqual(bodies, { 'gzip, deflate, br': 'brotli', gzip: 'gzip', '': 'plain' });
});

test('a missing file is missing, also when its path tries to leave the directory', async () => {
  for (const path of ['/assets/gone.js', '/../studio-door.ts', '/assets/..%2f..%2fetc.txt'])
    await assert.rejects(async () => await ask(path), { code: 'not_found' }, path);
});
