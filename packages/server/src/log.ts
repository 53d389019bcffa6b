import { messageOf } from '@outpost/contracts';
import type { Config } from './config.ts';

/** One line an event on standard error: time, level, text. Never a secret, never a request body. */
export interface Log {
  readonly error: (text: string, thrown?: unknown) => void;
  readonly info: (text: string) => void;
  readonly debug: (text: string) => void;
}

const levels: readonly Config['log'][] = ['silent', 'error', 'info', 'debug'];

export function createLog(level: Config['log'], write: (line: string) => void): Log {
  const shown = (wanted: Config['log']): boolean => levels.indexOf(wanted) <= levels.indexOf(level);
  const line = (name: string, text: string): void =>
    write(`${new Date().toISOString()} ${name} ${text}\n`);
  return {
    error(text, thrown) {
      if (!shown('error')) return;
      // Message and stack only: a library's error object may carry requests with keys in them.
      const stack = thrown instanceof Error ? (thrown.stack ?? '') : messageOf(thrown ?? '');
      line('error', stack === '' ? text : `${text}\n${stack}`);
    },
    info: (text) => shown('info') && line('info', text),
    debug: (text) => shown('debug') && line('debug', text),
  };
}
