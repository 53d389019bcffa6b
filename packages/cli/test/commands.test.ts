import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands, findCommand } from '../src/commands.ts';
import { parseWords, UsageError } from '../src/command.ts';
import { helpText } from '../src/help.ts';
import { languageOfTerminal } from '../src/language.ts';

test('a command of two words is found before one of its first word', () => {
  const found = findCommand(['model', 'pull', 'hf:a/b', '--json']);

  assert.equal(found?.command.name, 'model pull');
  assert.deepEqual(found?.rest, ['hf:a/b', '--json']);
});

test('what no command is called finds nothing', () => {
  assert.equal(findCommand(['modle']), null);
  assert.equal(findCommand([]), null);
});

test('the help page names every command in the reader’s language', () => {
  for (const language of ['en', 'zh'] as const) {
    const text = helpText(commands, language);
    for (const { name, summary } of commands)
      assert.ok(text.includes(name) && text.includes(summary[language]), name);
  }
});

test('a command’s usage begins with its name', () => {
  for (const { name, usage } of commands) assert.ok(usage.startsWith(name), usage);
});

test('the terminal’s language is read as programs in C read it', () => {
  assert.equal(languageOfTerminal({ LANG: 'zh_CN.UTF-8' }), 'zh');
  assert.equal(languageOfTerminal({ LANG: 'en_US.UTF-8' }), 'en');
  assert.equal(languageOfTerminal({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }), 'en');
  assert.equal(languageOfTerminal({ LANG: 'C', LC_MESSAGES: 'zh_TW' }), 'zh');
  assert.equal(languageOfTerminal({}), 'en');
});

test('an unknown flag is refused with the command’s usage, in both languages', () => {
  const options = { json: { type: 'boolean' } } as const;

  assert.throws(
    () => parseWords(['--jsno'], { options }, 'apps [--json]'),
    (error: unknown) =>
      error instanceof UsageError &&
      /--jsno[^]*\nUsage: outpost apps \[--json\]$/.test(error.messageIn('en')) &&
      /--jsno[^]*\n用法：outpost apps \[--json\]$/.test(error.messageIn('zh')),
  );
});
