/** A Java properties file as `key: value` lines; comments stay as they are. */
export function textFromProperties(text: string): string {
  return joinContinued(text.replaceAll('\r\n', '\n').split('\n')).map(readLine).join('\n').trim();
}

/** A backslash at the end of a line goes on with the next one. */
function joinContinued(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let pending: string | null = null;
  for (const line of lines) {
    const whole: string = pending === null ? line : pending + line.trimStart();
    const slashes = /\\*$/.exec(whole)?.[0].length ?? 0;
    pending = slashes % 2 === 1 && !isComment(whole) ? whole.slice(0, -1) : null;
    if (pending === null) joined.push(whole);
  }
  if (pending !== null) joined.push(pending);
  return joined;
}

function readLine(line: string): string {
  if (line.trim() === '' || isComment(line)) return line.trim();
  const match = /^\s*((?:\\.|[^\\=:\s])+)\s*[=:]?\s*(.*)$/s.exec(line);
  return match ? `${unescape(match[1] ?? '')}: ${unescape(match[2] ?? '')}` : line.trim();
}

function isComment(line: string): boolean {
  return /^\s*[#!]/.test(line);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' };

function unescape(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_whole, code?: string, character?: string) =>
      code
        ? String.fromCharCode(Number.parseInt(code, 16))
        : (escapes[character ?? ''] ?? character ?? ''),
  );
}
