import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AppError, errorCodes } from '../src/index.ts';
import { errorTable } from '../src/testing/error-table.ts';

test('the page of errors lists every code as it is', () => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

  assert.equal(page, errorTable(errorCodes), 'run: npm run error-table');
});

test('both languages of a message name the same things', () => {
  const names = (text: string): string[] =>
    [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

  for (const [code, { en, zh }] of Object.entries(errorCodes))
    assert.deepEqual(names(en), names(zh), code);
});

test('a message is filled from the details, in the language asked for', () => {
  const error = new AppError('not_found', { details: { thing: 'App 7' } });

  assert.equal(error.message, 'App 7 does not exist.');
  assert.equal(error.messageIn('zh'), 'App 7 不存在。');
});
