/** A table of separated values as a Markdown table; its first row is the head. */
export function textFromTable(text: string, separator = guessSeparator(text)): string {
  const rows = parseRows(text, separator).filter((row) => row.some((cell) => cell.trim() !== ''));
  const [head, ...body] = rows;
  if (!head) return '';
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return [head, Array.from({ length: width }, () => '---'), ...body]
    .map((row) => `| ${fill(row, width).map(cellText).join(' | ')} |`)
    .join('\n');
}

function guessSeparator(text: string): string {
  const [firstLine = ''] = text.split('\n', 1);
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: firstLine.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

function fill(row: readonly string[], width: number): readonly string[] {
  return Array.from({ length: width }, (_none, column) => row[column] ?? '');
}

function cellText(cell: string): string {
  return cell.trim().replaceAll('|', '\\|').replace(/\r?\n/g, ' ');
}

/** RFC 4180, and lenient: a quote within an unquoted cell is an ordinary character. */
function parseRows(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  while (position < text.length) {
    const cell =
      text[position] === '"' ? quotedCell(text, position) : plainCell(text, position, separator);
    row.push(cell.value);
    position = cell.end;
    if (text[position] === separator) {
      position += 1;
      if (position >= text.length) row.push('');
      continue;
    }
    if (text[position] === '\r') position += 1;
    if (text[position] === '\n') position += 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

interface Cell {
  readonly value: string;
  /** Where the separator or the line's end stands. */
  readonly end: number;
}

function plainCell(text: string, start: number, separator: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r')
    end += 1;
  return { value: text.slice(start, end), end };
}

function quotedCell(text: string, start: number): Cell {
  let value = '';
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) return { value: value + text.slice(position), end: text.length };
    value += text.slice(position, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    position = quote + 2;
  }
}
