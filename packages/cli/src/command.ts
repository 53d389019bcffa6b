import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Language } from '@outpost/contracts';

interface CommandContext {
  readonly language: Language;
}

/** Runs with the words after the command's name; returns the exit code. */
export type RunCommand = (words: readonly string[], context: CommandContext) => Promise<number>;

export interface Command {
  /** One word, or two: `model pull`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: { readonly en: string; readonly zh: string };
  /** Loaded when called, so that no command pays for another. */
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

/** The words make no sense; the message says what would, and how the command is used. */
export class UsageError extends Error {
  readonly #chinese: string;

  constructor(english: string, chinese: string, usage?: string) {
    super(usage === undefined ? english : `${english}\nUsage: outpost ${usage}`);
    this.#chinese = usage === undefined ? chinese : `${chinese}\n用法：outpost ${usage}`;
  }

  messageIn(language: Language): string {
    return language === 'zh' ? this.#chinese : this.message;
  }
}

/** Flags that every command which opens the platform accepts. */
export const platformOptions = {
  directory: { type: 'string', short: 'd' },
  config: { type: 'string' },
} as const;

/** Runs `util.parseArgs`; what it complains about becomes a `UsageError`. */
export function parseWords<const Config extends Omit<ParseArgsConfig, 'args'>>(
  words: readonly string[],
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    const filled: Config = { ...config, args: [...words] };
    return parseArgs(filled);
  } catch (error) {
    const complaint = error instanceof Error ? error.message : String(error);
    throw new UsageError(complaint, complaint, usage);
  }
}
