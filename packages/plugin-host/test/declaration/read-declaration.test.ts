import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AppError, pluginDeclaration } from '@outpost/contracts';
import { readDeclaration } from '../../src/declaration/read-declaration.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/plugins/${name}`, import.meta.url));

/** A copy of a fixture in which a file is changed. */
function changed<T>(
  name: string,
  file: string,
  change: (text: string) => string,
  use: (directory: string) => T,
): T {
  const directory = mkdtempSync(join(tmpdir(), 'outpost-declaration-'));
  try {
    cpSync(fixture(name), directory, { recursive: true });
    writeFileSync(join(directory, file), change(readFileSync(join(directory, file), 'utf8')));
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const refusedAt = (file: string) => (error: unknown) =>
  error instanceof AppError &&
  error.code === 'plugin_declaration_invalid' &&
  error.details['file'] === file;

describe('what a plugin declares', () => {
  test('every kind is read, and has the form that the console shows', () => {
    for (const name of ['tools', 'models', 'strategies', 'datasources', 'triggers'])
      assert.deepEqual(pluginDeclaration.parse(readDeclaration(fixture(name))).version, '1.2.3');
  });

  test('tools with their parameters, credentials and permissions', () => {
    const { toolProviders, endpointGroups, permissions, id, category, label } = readDeclaration(
      fixture('tools'),
    );
    assert.deepEqual(
      [id, category, label],
      ['outpost-test/everything', 'tool', { en: 'Everything', zh: '全部' }],
    );
    assert.deepEqual(permissions.storageBytes, 1_048_576);
    assert.equal(permissions.models.length, 6);
    const [provider] = toolProviders;
    assert.deepEqual(
      provider?.credentials.map(({ name, type, required }) => [name, type, required]),
      [
        ['api_key', 'secret', true],
        ['base_url', 'text', false],
      ],
    );
    const [messages] = provider?.tools ?? [];
    assert.deepEqual(
      messages?.parameters.map(({ name, type, form, required, max }) => [
        name,
        type,
        form,
        required,
        max,
      ]),
      [
        ['text', 'string', 'llm', true, null],
        ['count', 'number', 'form', false, 1000],
        ['tone', 'select', 'form', false, null],
        ['upload', 'file', 'llm', false, null],
      ],
    );
    assert.deepEqual(endpointGroups[0]?.endpoints, [
      { path: '/hello/<name>', method: 'POST', hidden: false },
    ]);
  });

  test('models in the order of their position file, with rules filled from templates', () => {
    const [provider] = readDeclaration(fixture('models')).modelProviders;
    const chat = provider?.models.filter(({ kind }) => kind === 'chat') ?? [];
    assert.deepEqual(
      chat.map(({ name }) => name),
      ['echo-large', 'echo'],
    );
    const [temperature] = chat[0]?.rules ?? [];
    assert.deepEqual(
      [temperature?.type, temperature?.max, temperature?.precision],
      ['float', 2, 2],
    );
    assert.deepEqual(
      provider?.models.find(({ kind }) => kind === 'text-to-speech')?.voices.map(({ id }) => id),
      ['alto', 'bass'],
    );
    assert.deepEqual(provider?.credentials[1]?.options[1]?.value, 'slow');
  });

  test('triggers with how they are subscribed to', () => {
    const [bell] = readDeclaration(fixture('triggers')).triggerProviders;
    assert.deepEqual(
      bell?.automatic?.parameters.map(({ name, dynamic }) => [name, dynamic]),
      [['room', true]],
    );
    assert.equal(bell?.automatic?.oauth?.client[0]?.name, 'client_id');
  });

  test('an empty position file and unknown words are no fault', () => {
    changed(
      'models',
      'models/llm/_position.yaml',
      () => '',
      (directory) => {
        assert.equal(readDeclaration(directory).modelProviders[0]?.models.length, 7);
      },
    );
    changed(
      'tools',
      'tools/messages.yaml',
      (text) => `future: [1]\n${text}`,
      (directory) => {
        assert.equal(readDeclaration(directory).toolProviders[0]?.tools.length, 3);
      },
    );
  });
});

describe('what cannot be read is refused with its file', () => {
  const rows: readonly (readonly [string, string, (text: string) => string, string])[] = [
    [
      'a manifest without a name',
      'manifest.yaml',
      (text) => text.replace('name: everything', ''),
      'manifest.yaml',
    ],
    ['YAML that is none', 'provider/everything.yaml', () => 'a: [', 'provider/everything.yaml'],
    ['a list where a map belongs', 'tools/messages.yaml', () => '- 1', 'tools/messages.yaml'],
    [
      'a file that is not there',
      'provider/everything.yaml',
      (text) => text.replace('tools/messages.yaml', 'tools/no.yaml'),
      'tools/no.yaml',
    ],
    [
      'a path that leaves the plugin',
      'provider/everything.yaml',
      (text) => text.replace('tools/messages.yaml', '../../../../../../etc/passwd'),
      '../../../../../../etc/passwd',
    ],
    ['an alias bomb', 'tools/messages.yaml', () => bomb(), 'tools/messages.yaml'],
    [
      'another language',
      'manifest.yaml',
      (text) => text.replace('language: python', 'language: ruby'),
      'manifest.yaml',
    ],
  ];
  for (const [what, file, change, named] of rows)
    test(what, () => {
      changed('tools', file, change, (directory) => {
        assert.throws(() => readDeclaration(directory), refusedAt(named));
      });
    });

  test('a link that leaves the plugin', () => {
    changed(
      'tools',
      'tools/messages.yaml',
      (text) => text,
      (directory) => {
        rmSync(join(directory, 'tools/messages.yaml'));
        symlinkSync('/etc/hostname', join(directory, 'tools/messages.yaml'));
        assert.throws(() => readDeclaration(directory), refusedAt('tools/messages.yaml'));
      },
    );
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 40; level += 1)
    lines.push(
      `a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`,
    );
  return lines.join('\n');
}
