import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AppError, type Values } from '@outpost/contracts';
import fc from 'fast-check';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';
import { renderPlainTemplate } from '../../src/templates/plain-template.ts';

const directory = mkdtempSync(join(tmpdir(), 'jinja2-'));
let sandbox: Sandbox;
before(() => {
  sandbox = createSandbox({ directory });
});
after(() => {
  sandbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const signal = AbortSignal.timeout(300_000);
const render = async (template: string, inputs: Values): Promise<string> =>
  sandbox.templates.render({ template, inputs, tenant: 'one' }, { signal });

/** Rendered by CPython's Jinja2 3.1.6; `__ERR__` where it raised. */
const features = JSON.parse(
  readFileSync(new URL('../fixtures/jinja2-features.json', import.meta.url), 'utf8'),
) as {
  readonly ctx: Values;
  readonly cases: readonly (readonly [name: string, template: string, output: string])[];
};

test('every feature gives what CPython’s Jinja2 gives', async () => {
  const different: unknown[] = [];
  for (const [name, template, expected] of features.cases) {
    const output = await render(template, features.ctx).catch(() => '__ERR__');
    if (output !== expected) different.push({ name, output, expected });
  }

  assert.ok(features.cases.length > 150);
  assert.deepEqual(different, []);
});

test('plain templates give exactly what Jinja2 gives', async () => {
  const value = fc.jsonValue({ noUnicodeString: false, stringUnit: 'binary' });
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '{', '}', '"', '中', '%') });
  await fc.assert(
    fc.asyncProperty(text, value, text, async (before_, input, after_) => {
      const template = `${before_}{{ value }}${after_}{{missing}}`;
      const inputs = JSON.parse(JSON.stringify({ value: input })) as Values;
      const plain = renderPlainTemplate(template, inputs);
      fc.pre(plain !== null);
      // A comment makes it a template that only Jinja2 can render.
      assert.equal(await render(`{# #}${template}`, inputs), plain);
    }),
    // The same cases every time; another seed explores others.
    { numRuns: 300, seed: Number(process.env['OUTPOST_TEST_SEED'] ?? 2026) },
  );
});

for (const [what, template, reason] of [
  [
    'a syntax error',
    'a\n{% if %}',
    "TemplateSyntaxError: Expected an expression, got 'end of statement block' (line 2)",
  ],
  ['an error in an expression', 'a\n\n{{ x.y.z }}', "UndefinedError: 'x' is undefined (line 3)"],
  [
    'an unknown filter',
    '{{ 1|nothing }}',
    "TemplateAssertionError: No filter named 'nothing'. (line 1)",
  ],
] as const)
  test(`rendering fails with ${what}, its words and its line`, async () => {
    const error = await render(template, {}).catch((thrown: unknown) => thrown);

    assert.ok(error instanceof AppError);
    assert.deepEqual([error.code, error.message], ['code_failed', reason]);
  });

test('an input may have any name', async () => {
  assert.equal(
    await render('{{ self_ }}{% if a %}{{ a }}{% endif %}', { self: 1, 'a b': 2, a: 3 }),
    '3',
  );
});
