import type { AttemptResult } from './run-attempts.ts';

/** The results as the Markdown of `docs/sandbox-escapes.md`. */
export function reportOf(results: readonly AttemptResult[], about: string): string {
  const escaped = results.filter((result) => result.escaped !== null).length;
  const rows = results.map((result) => `| ${cellsOf(result).map(cell).join(' | ')} |`);
  return `# Ways out of the sandbox that were tried

Written by \`packages/sandbox/test/escapes.process.ts\`; do not edit. To run it and write this file anew:

    SANDBOX_REPORT=docs/sandbox-escapes.md npm exec -c 'node --test packages/sandbox/test/escapes.process.ts'

${about}

**${results.length} attempts, ${escaped} reached the host.** Each ran as a tenant of its own, with a secret file, a
secret environment variable, a folder to leave a mark in and a listener on loopback set out as lures. An attempt
counts as an escape when it saw the secret, left a mark, opened a connection or got hold of any object of the host.
Attempts that passed are no proof: see “What is not promised” in \`packages/sandbox/README.md\`.

| area | attempt | language | reached the host | ended with | ms |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function cellsOf({ attempt, escaped, ending, message, durationMs }: AttemptResult): string[] {
  const words = message === '' ? ending : `${ending}: ${message.slice(0, 110)}`;
  return [
    attempt.area,
    attempt.name,
    attempt.language,
    escaped ?? 'no',
    words,
    String(Math.round(durationMs)),
  ];
}

/** One line, and no character that would end the cell. */
function cell(text: string): string {
  return text
    .replace(/[\p{Cc}|]+/gu, ' ')
    .replace(/\/tmp\/\S+/g, '<folder>')
    .trim();
}
