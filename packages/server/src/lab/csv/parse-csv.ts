/** CSV as spreadsheets write it (RFC 4180, and its habits): quotes, line breaks in quotes, `;` or tabs. */
export interface CsvRecord {
  /** Where it begins, from 1 on. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly records: readonly CsvRecord[];
  /** The line of a quote that is never closed; what follows it cannot be told apart. */
  readonly openQuoteLine: number | null;
}

/** Blank lines are left out. */
export function parseCsv(text: string): CsvTable {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const separator = separatorOf(source);
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let begin = 1;
  let quoteLine: number | null = null;
  let isQuotedCell = false;

  const endCell = (): void => {
    cells.push(cell);
    cell = '';
    isQuotedCell = false;
  };
  const endRecord = (): void => {
    endCell();
    if (cells.length > 1 || cells[0] !== '') records.push({ line: begin, cells });
    cells = [];
  };

  for (let index = 0; index < source.length; index += 1) {
    const character = source[index] ?? '';
    if (quoteLine !== null) {
      if (character === '\n') line += 1;
      if (character !== '"') cell += character;
      else if (source[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoteLine = null;
    } else if (character === '"' && cell === '' && !isQuotedCell) {
      quoteLine = line;
      isQuotedCell = true;
    } else if (character === separator) endCell();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && source[index + 1] === '\n') index += 1;
      endRecord();
      line += 1;
      begin = line;
    } else cell += character;
  }
  if (cell !== '' || cells.length > 0) endRecord();
  return { records, openQuoteLine: quoteLine };
}

/** The sign that stands most often in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const counts = new Map<string, number>([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '\n' || character === '\r')) break;
    else if (!isQuoted && counts.has(character))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? ',';
}
