/**
 * What a plugin says: its log records, its error stream and whatever its code prints, by time, in a
 * file of bounded size. Values known to be secret are blanked.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '@outpost/contracts';

export interface PluginLogLine {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  /** `plugin`: its own record; `output`: what its code printed; `host`: what happened to it. */
  readonly source: 'plugin' | 'output' | 'host';
  readonly text: string;
}

export interface PluginLog {
  write(line: Omit<PluginLogLine, 'at'>): void;
  /** The newest lines, oldest first. */
  tail(linesMax: number): readonly PluginLogLine[];
  /** Values that must not be shown from now on. */
  hide(secrets: Iterable<string>): void;
  /** The end of what it said, for an error's message. */
  lastOutput(): string;
  flush(): void;
  remove(): void;
}

export function createPluginLog({
  file,
  clock,
  fileBytesMax = 1024 * 1024,
}: {
  readonly file: string;
  readonly clock: Clock;
  /** Of each of the two files that are kept. */
  readonly fileBytesMax?: number;
}): PluginLog {
  const secrets = new Set<string>();
  const older = `${file}.1`;
  let waiting: string[] = [];
  let cancelFlush: (() => void) | null = null;
  let size = sizeOf(file);
  let windowAt = -Infinity;
  let inWindow = 0;
  let last: readonly string[] = [];

  function flush(): void {
    cancelFlush?.();
    cancelFlush = null;
    if (waiting.length === 0) return;
    const text = waiting.join('');
    waiting = [];
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      if (size + text.length > fileBytesMax && size > 0) {
        renameSync(file, older);
        size = 0;
      }
      appendFileSync(file, text, { mode: 0o600 });
      size += Buffer.byteLength(text);
    } catch {
      // A full disk must not end the plugin's work; the newest lines are lost.
    }
  }

  return {
    write(line) {
      const at = clock.now();
      if (at - windowAt >= windowMs) {
        windowAt = at;
        inWindow = 0;
      }
      inWindow += 1;
      if (inWindow > linesOfWindowMax) return;
      const text =
        inWindow === linesOfWindowMax
          ? '… (more than it may say in a second is left out)'
          : blank(line.text.slice(0, lineCharactersMax), secrets);
      if (line.source !== 'host') last = [...last.slice(1 - lastLinesMax), text];
      waiting.push(`${JSON.stringify({ at, ...line, text } satisfies PluginLogLine)}\n`);
      cancelFlush ??= clock.after(flushMs, flush);
    },
    tail(linesMax) {
      flush();
      const lines = [older, file].flatMap((path) => linesOf(path));
      return lines.slice(-linesMax);
    },
    hide(values) {
      for (const value of values) if (value.length >= secretCharactersMin) secrets.add(value);
      // Keys that were replaced long ago need not be known for ever.
      for (const value of secrets) {
        if (secrets.size <= secretsMax) break;
        secrets.delete(value);
      }
    },
    lastOutput: () => last.join('\n').trim().slice(-outputCharactersMax),
    flush,
    remove() {
      cancelFlush?.();
      cancelFlush = null;
      waiting = [];
      size = 0;
      for (const path of [file, older]) rmSync(path, { force: true });
    },
  };
}

function blank(text: string, secrets: ReadonlySet<string>): string {
  let shown = text;
  for (const secret of secrets)
    if (shown.includes(secret)) shown = shown.replaceAll(secret, '••••');
  return shown;
}

function linesOf(file: string): readonly PluginLogLine[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return line === '' ? [] : [JSON.parse(line) as PluginLogLine];
        } catch {
          // Cut off by a crash.
          return [];
        }
      });
  } catch {
    return [];
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

const flushMs = 500;
const windowMs = 1000;
const linesOfWindowMax = 200;
const lineCharactersMax = 4000;
const lastLinesMax = 12;
const outputCharactersMax = 1500;
const secretsMax = 200;
/** Shorter values would blank half the words of a log. */
const secretCharactersMin = 8;
