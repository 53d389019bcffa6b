import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRegistrySettings } from '../../src/index.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const noFiles = { pip: [], npm: [] };

test('without any settings the public registries are used', () => {
  const settings = readRegistrySettings({}, noFiles);

  assert.deepEqual(settings.pypi, { indexUrls: ['https://pypi.org/simple'], folders: [] });
  assert.equal(settings.npm.registryFor('@scope/name'), 'https://registry.npmjs.org');
  assert.equal(settings.huggingFace.endpoint, 'https://huggingface.co');
  assert.equal(settings.modelScope.endpoint, 'https://modelscope.cn');
});

test('files of pip and npm are read, and the environment overrides them', async () => {
  await using directory = await temporaryDirectory();
  const pip = join(directory.path, 'pip.conf');
  const npmrc = join(directory.path, 'npmrc');
  await writeFile(
    pip,
    '[global]\nindex-url = https://one.example/simple/\nextra-index-url =\n    https://two.example/simple\n    file:///srv/simple\n[install]\nfind-links = /srv/wheels\n',
  );
  await writeFile(
    npmrc,
    'registry=https://npm.example/all/\n@ours:registry=https://ours.example\n//npm.example/all/:_authToken=token\n',
  );
  const files = { pip: [pip], npm: [npmrc] };

  const settings = readRegistrySettings({}, files);

  assert.deepEqual(settings.pypi, {
    indexUrls: ['https://one.example/simple', 'https://two.example/simple', 'file:///srv/simple'],
    folders: ['/srv/wheels'],
  });
  assert.equal(settings.npm.registryFor('any'), 'https://npm.example/all');
  assert.equal(settings.npm.registryFor('@ours/x'), 'https://ours.example');
  assert.deepEqual(settings.npm.headersFor('https://npm.example/all/x/-/x-1.tgz'), {
    authorization: 'Bearer token',
  });
  assert.deepEqual(settings.npm.headersFor('https://elsewhere.example/x'), {});
  const over = readRegistrySettings(
    { PIP_INDEX_URL: 'https://env.example/simple', npm_config_registry: 'https://env.example/npm' },
    files,
  );
  assert.equal(over.pypi.indexUrls[0], 'https://env.example/simple');
  assert.equal(over.npm.registryFor('any'), 'https://env.example/npm');
});

test('uv’s configuration, named logins and .netrc are followed', async () => {
  await using directory = await temporaryDirectory();
  const uv = join(directory.path, 'uv.toml');
  const netrc = join(directory.path, 'netrc');
  await writeFile(
    uv,
    '[[index]]\nname = "inner"\nurl = "https://inner.example/simple/"\ndefault = true\n[[index]]\nname = "torch"\nurl = "https://torch.example/whl"\nexplicit = true\n[[index]]\nurl = "https://more.example/simple"\n',
  );
  await writeFile(netrc, 'machine more.example login reader password p@ss\n');
  const files = { pip: [], npm: [], uv: [uv], netrc };

  const settings = readRegistrySettings(
    { UV_INDEX_INNER_USERNAME: 'me', UV_INDEX_INNER_PASSWORD: 'secret', UV_FIND_LINKS: '/a,/b' },
    files,
  );

  assert.deepEqual(settings.pypi, {
    indexUrls: [
      'https://me:secret@inner.example/simple',
      'https://reader:p%40ss@more.example/simple',
    ],
    folders: ['/a', '/b'],
  });
});
