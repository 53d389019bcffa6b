/**
 * Sections of an ini file as pip and npm write them: `key = value`, indented lines go on with the
 * value above, `#` and `;` begin comments, `${NAME}` stays as it is. Rows before the first section
 * are in the section ''.
 */
export function readIni(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  sections.set('', section);
  let lastKey: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const header = /^\[(.+)\]$/.exec(trimmed);
    if (header?.[1] !== undefined) {
      section = sections.get(header[1]) ?? new Map<string, string>();
      sections.set(header[1], section);
      lastKey = null;
      continue;
    }
    if (/^\s/.test(line) && lastKey !== null) {
      section.set(lastKey, `${section.get(lastKey) ?? ''}\n${trimmed}`.trim());
      continue;
    }
    const equals = trimmed.indexOf('=');
    const key = (equals < 0 ? trimmed : trimmed.slice(0, equals)).trim();
    const value = equals < 0 ? '' : trimmed.slice(equals + 1).trim();
    section.set(key, value.replace(/^(["'])(.*)\1$/, '$2'));
    lastKey = key;
  }
  return sections;
}
