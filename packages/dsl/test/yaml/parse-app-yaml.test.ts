import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '@outpost/contracts';
import { parseAppYaml } from '../../src/yaml/parse-app-yaml.ts';

describe('parseAppYaml', () => {
  it('reads plain words and numbers the way PyYAML does', () => {
    const text = [
      'switches: [yes, No, ON, off, true, False]',
      'texts: [y, n, 1e5, 0189, 0o17, 12:30, 2024-01-01, 0.1.5, .nan]',
      'numbers: [0.6, 1_000, 010, 0x1F, -3, 1.5e-3, .5, -0.0]',
      'nothing: [~, null, ]',
      'y: 282',
    ].join('\n');

    const tree = parseAppYaml(text);

    assert.deepEqual(tree, {
      switches: [true, false, true, false, true, false],
      texts: ['y', 'n', '1e5', '0189', '0o17', '12:30', '2024-01-01', '0.1.5', '.nan'],
      numbers: [0.6, 1000, 8, 31, -3, 0.0015, 0.5, 0],
      nothing: [null, null],
      y: 282,
    });
  });

  it('keeps every digit of an id that no number can hold', () => {
    assert.deepEqual(parseAppYaml('id: 17205801088061720580108806'), {
      id: '17205801088061720580108806',
    });
  });

  it('lets the last of two equal keys win', () => {
    assert.deepEqual(parseAppYaml('a: 1\nb: 2\na: 3'), { a: 3, b: 2 });
  });

  it('reads the text that PyYAML breaks after a line separator', () => {
    assert.deepEqual(parseAppYaml("v: 'a\u2028  b'"), { v: 'a\u2028b' });
  });

  it('reads JSON, and a byte order mark', () => {
    assert.deepEqual(parseAppYaml('\uFEFF{"a": [1, "1e5"]}'), { a: [1, '1e5'] });
  });

  for (const [name, text] of [
    ['YAML', '__proto__: {polluted: true}\nconstructor: 1\na: {__proto__: {polluted: true}}'],
    ['YAML with a merge key', 'x: &x {__proto__: {polluted: true}}\na: {<<: *x}\nconstructor: 1'],
    [
      'JSON',
      '{"__proto__": {"polluted": true}, "constructor": 1, "a": {"__proto__": {"polluted": true}}}',
    ],
  ] as const)
    it(`drops keys that would change an object’s prototype: ${name}`, () => {
      const tree = parseAppYaml(text) as Record<string, Record<string, unknown>>;

      assert.equal(tree['constructor'], 1);
      assert.equal(Object.getPrototypeOf(tree['a']), Object.prototype);
      assert.equal(tree['a']?.['polluted'], undefined);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });

  for (const [name, text, reason] of [
    ['nested lists', '['.repeat(5_000), /maxDepth/],
    ['nested JSON', `{"a": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`, /deeper than 100|maxDepth/],
    [
      'nested blocks',
      Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      /maxDepth/,
    ],
    ['aliases of aliases', aliasBomb(), /more than 300000 values/],
    ['a loop of aliases', 'a: &a [*a]', /unidentified alias|deeper/],
    ['thousands of aliases', `a: &a 1\nb: [${'*a, '.repeat(2_000)}]`, /maxAliases/],
    ['a million lines', 'a\n'.repeat(1_000_000), /lines and commas/],
    ['a text of a million characters and one', `a: ${'x'.repeat(1_000_001)}`, /1000000 characters/],
    ['an unknown tag', 'a: !!python/object:os.system {}', /unknown .*tag/],
  ] as const)
    it(`refuses ${name} with one clear message`, () => {
      assert.throws(
        () => parseAppYaml(text),
        (error) => {
          assert.ok(error instanceof AppError);
          assert.equal(error.code, 'app_file_invalid');
          assert.match(error.message, reason);
          return true;
        },
      );
    });

  it('names line and column of a syntax error, in both languages', () => {
    assert.throws(
      () => parseAppYaml('app:\n  name: x\n  mode: "workflow\n'),
      (error) => {
        assert.ok(error instanceof AppError);
        assert.match(String(error.details['path']), /^line \d+, column \d+$/);
        assert.match(error.messageIn('zh'), /YAML 格式有误/);
        return true;
      },
    );
  });

  it('refuses more than 10 MB, counted in bytes', () => {
    assert.throws(() => parseAppYaml(`a: ${'字'.repeat(3_600_000)}`), {
      code: 'app_file_too_large',
    });
  });
});

/** Nine levels, each ten times the one before: a billion values in 300 characters. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const items = level === 0 ? Array(10).fill('x') : Array(10).fill(`*a${level - 1}`);
    return `a${level}: &a${level} [${items.join(', ')}]`;
  });
  return levels.join('\n');
}
