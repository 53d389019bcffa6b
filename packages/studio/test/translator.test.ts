import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../src/messages/en/index.ts';
import { zh } from '../src/messages/zh/index.ts';
import { createTranslator, preferredLanguage } from '../src/text/translator.ts';

test('every message says the same names in every language', () => {
  // The form for one may say it in a word, so its count is not held against a translation.
  const names = (key: string, message: string): string[] =>
    [...message.matchAll(/\{(\w+)\}/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !(key.endsWith('_one') && name === 'count'))
      .sort();

  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, message] of Object.entries(en))
    assert.deepEqual(names(key, zh[key as keyof typeof zh]), names(key, message), key);
});

test('a count chooses the form that the language has for it', () => {
  const messages = { runs_one: '{count} run', runs_other: '{count} runs' };

  const english = createTranslator(messages, 'en');
  const chinese = createTranslator({ runs_one: '{count} 次', runs_other: '{count} 次' }, 'zh');

  assert.deepEqual(
    [
      english('runs', { count: 1 }),
      english('runs', { count: 1200 }),
      chinese('runs', { count: 1 }),
    ],
    ['1 run', '1,200 runs', '1 次'],
  );
});

test('a value that is missing leaves its name standing', () => {
  assert.equal(createTranslator({ hello: 'Hello {name}' }, 'en')('hello'), 'Hello {name}');
});

test('the browser’s first language that we speak is taken', () => {
  assert.deepEqual(
    [preferredLanguage(['fr-FR', 'zh-TW', 'en']), preferredLanguage(['fr']), preferredLanguage([])],
    ['zh', 'en', 'en'],
  );
});
