#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { AppError, messageOf, type ErrorCategory } from '@outpost/contracts';
import { commands, findCommand } from './commands.ts';
import { UsageError } from './command.ts';
import { helpText } from './help.ts';
import { languageOfTerminal } from './language.ts';

const exitCodes = {
  invalid: 2,
  denied: 3,
  missing: 4,
  conflict: 5,
  limited: 6,
  unavailable: 7,
  internal: 70,
} as const satisfies Record<ErrorCategory, number>;

// What a command loads is compiled once and read back at the next start: a third of the start-up.
enableCompileCache();

// Whoever reads us may have seen enough: `outpost models | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const language = languageOfTerminal(process.env);
  try {
    const found = findCommand(words);
    if (!found) {
      const asked = words[0];
      const isKnownWord = asked === undefined || ['help', '--help', '-h'].includes(asked);
      process.stdout.write(helpText(commands, language));
      return isKnownWord ? 0 : 2;
    }
    const { command, rest } = found;
    if (rest.includes('--help') || rest.includes('-h')) {
      process.stdout.write(`outpost ${command.usage}\n\n${command.summary[language]}\n`);
      return 0;
    }
    const { run } = await command.load();
    return await run(rest, { language });
  } catch (error) {
    return reportError(error, language);
  }
}

function reportError(error: unknown, language: 'en' | 'zh'): number {
  // By name: the server with its configuration is loaded only by the commands that need it.
  if (error instanceof UsageError || (error instanceof Error && error.name === 'ConfigError')) {
    const text = error instanceof UsageError ? error.messageIn(language) : error.message;
    process.stderr.write(`${text}\n`);
    return exitCodes.invalid;
  }
  if (error instanceof AppError) {
    process.stderr.write(`${error.messageIn(language)}\n`);
    return exitCodes[error.category];
  }
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error)}\n`,
  );
  return exitCodes.internal;
}
