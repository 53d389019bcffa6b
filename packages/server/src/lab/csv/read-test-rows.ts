/** Rows of a test set from a table: which column is what, and what is wrong with which line. */
import { AppError, type Language, type Value, type Values, type Words } from '@outpost/contracts';
import type { AppField } from '../app-fields.ts';
import { parseCsv, type CsvRecord } from './parse-csv.ts';

export type ColumnTarget =
  | { readonly to: 'input'; readonly name: string }
  | { readonly to: 'query' }
  | { readonly to: 'expected' }
  | { readonly to: 'nothing' };

interface TestRowDraft {
  readonly inputs: Values;
  readonly query: string;
  readonly expected: string;
}

export interface CsvReading {
  readonly columns: readonly string[];
  readonly mapping: Readonly<Record<string, ColumnTarget>>;
  readonly rows: readonly TestRowDraft[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

export interface CsvRequest {
  readonly csv: string;
  /** By column; guessed from the header when absent. */
  readonly mapping?: Readonly<Record<string, ColumnTarget>> | undefined;
  readonly fields: readonly AppField[];
  /** Whether the app is asked questions. */
  readonly hasQuery: boolean;
  readonly language: Language;
}

const columnsMax = 200;
const cellMax = 50_000;

/** Throws `csv_unreadable` when there is no table at all; whatever is wrong with a line is a problem of that line. */
export function readTestRows({
  csv,
  fields,
  hasQuery,
  language,
  ...request
}: CsvRequest): CsvReading {
  const { records, openQuoteLine } = parseCsv(csv);
  const [header, ...lines] = records;
  if (!header) throw unreadable({ en: 'it is empty', zh: '内容为空' });
  const columns = columnNames(header);
  const mapping = request.mapping ?? guessMapping(columns, fields, hasQuery);
  const rows: TestRowDraft[] = [];
  const problems: { readonly line: number; readonly message: string }[] = [];
  const targets = columns.map((column) => mapping[column] ?? { to: 'nothing' as const });
  for (const record of lines) {
    const read =
      openQuoteLine !== null && record === lines.at(-1)
        ? words.openQuote
        : readRow(record, { targets, columns, fields, hasQuery });
    if ('query' in read) rows.push(read);
    else problems.push({ line: record.line, message: read[language] });
  }
  return { columns, mapping, rows, problems };
}

/** Two columns of one name are told apart by a number. */
function columnNames({ cells }: CsvRecord): readonly string[] {
  if (cells.length > columnsMax)
    throw unreadable({ en: `it has more than ${columnsMax} columns`, zh: `超过 ${columnsMax} 列` });
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const name = cell.trim().slice(0, 400) || `#${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

const queryNames = new Set([
  'query',
  'question',
  'sys.query',
  'prompt',
  'message',
  '问题',
  '提问',
  '用户问题',
]);
const expectedNames = new Set([
  'expected',
  'expectation',
  'expected answer',
  'expected output',
  'reference',
  'answer',
  'ground truth',
  '期望',
  '期望答案',
  '期望输出',
  '参考答案',
  '标准答案',
  '答案',
]);

function guessMapping(
  columns: readonly string[],
  fields: readonly AppField[],
  hasQuery: boolean,
): Readonly<Record<string, ColumnTarget>> {
  return Object.fromEntries(
    columns.map((column): [string, ColumnTarget] => {
      const plain = column.trim().toLowerCase();
      const field =
        fields.find(({ name }) => name.toLowerCase() === plain) ??
        fields.find(({ label }) => label.toLowerCase() === plain);
      if (field) return [column, { to: 'input', name: field.name }];
      if (hasQuery && queryNames.has(plain)) return [column, { to: 'query' }];
      if (expectedNames.has(plain)) return [column, { to: 'expected' }];
      return [column, { to: 'nothing' }];
    }),
  );
}

interface RowFacts {
  readonly targets: readonly ColumnTarget[];
  readonly columns: readonly string[];
  readonly fields: readonly AppField[];
  readonly hasQuery: boolean;
}

function readRow(
  { cells }: CsvRecord,
  { targets, columns, fields, hasQuery }: RowFacts,
): TestRowDraft | Words {
  if (cells.length !== columns.length)
    return {
      en: `It has ${cells.length} cells; the header has ${columns.length}.`,
      zh: `有 ${cells.length} 个单元格，表头有 ${columns.length} 个。`,
    };
  const inputs: Record<string, Value> = {};
  let query = '';
  let expected = '';
  for (const [index, cell] of cells.entries()) {
    const target = targets[index];
    if (!target || target.to === 'nothing') continue;
    if (cell.length > cellMax)
      return {
        en: `“${columns[index]}” has more than ${cellMax} characters.`,
        zh: `“${columns[index]}”超过 ${cellMax} 个字符。`,
      };
    if (target.to === 'query') query = cell;
    else if (target.to === 'expected') expected = cell;
    else {
      const field = fields.find(({ name }) => name === target.name);
      const value = inputFrom(cell, field);
      if (value === null) continue;
      if ('fault' in value) return inputFault(target.name, value.fault);
      inputs[target.name] = value.value;
    }
  }
  const missing = fields.find(({ name, required }) => required && !(name in inputs));
  if (missing) return inputFault(missing.name, { en: 'it is required', zh: '必填' });
  if (hasQuery && query.trim() === '') return { en: 'The question is empty.', zh: '问题为空。' };
  return { inputs, query, expected };
}

function inputFault(name: string, { en, zh }: Words): Words {
  return { en: `The input “${name}” cannot be used: ${en}.`, zh: `输入“${name}”无效：${zh}。` };
}

/** A cell as the input's type wants it; null = nothing given. */
function inputFrom(
  cell: string,
  field: AppField | undefined,
): { readonly value: Value } | { readonly fault: Words } | null {
  const text = cell.trim();
  switch (field?.type) {
    case 'number': {
      if (text === '') return null;
      const number = Number(text);
      return Number.isFinite(number)
        ? { value: number }
        : { fault: { en: `“${text}” is no number`, zh: `“${text}”不是数字` } };
    }
    case 'checkbox': {
      if (text === '') return null;
      const word = text.toLowerCase();
      if (trueWords.has(word)) return { value: true };
      if (falseWords.has(word)) return { value: false };
      return { fault: { en: `“${text}” is neither yes nor no`, zh: `“${text}”不是“是”或“否”` } };
    }
    case 'select':
      if (text === '') return null;
      return field.options.includes(text)
        ? { value: text }
        : {
            fault: {
              en: `“${text}” is none of ${field.options.join(', ')}`,
              zh: `“${text}”不在选项 ${field.options.join('、')} 中`,
            },
          };
    case 'json_object':
      return text === '' ? null : jsonObjectFrom(text);
    case 'file':
      return text === '' ? null : fileFrom(text);
    case 'file-list': {
      const files = text.split(/\s+/).filter(Boolean).map(fileFrom);
      const fault = files.find((file) => 'fault' in file);
      if (fault) return fault;
      return files.length === 0
        ? null
        : { value: files.flatMap((file) => ('value' in file ? [file.value] : [])) };
    }
    default:
      return cell === '' ? null : { value: cell };
  }
}

function jsonObjectFrom(text: string): { readonly value: Value } | { readonly fault: Words } {
  try {
    const value = JSON.parse(text) as Value;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
  } catch {
    // Told below, as for any other value that is no object.
  }
  return { fault: { en: 'it is no JSON object', zh: '不是 JSON 对象' } };
}

/** Files come as addresses; they are fetched when the row is run. */
function fileFrom(text: string): { readonly value: Value } | { readonly fault: Words } {
  if (!/^https?:\/\/\S+$/i.test(text))
    return { fault: { en: `“${text}” is no address of a file`, zh: `“${text}”不是文件地址` } };
  return { value: { transfer_method: 'remote_url', url: text } };
}

const trueWords = new Set(['true', '1', 'yes', 'y', 'on', '是', '真']);
const falseWords = new Set(['false', '0', 'no', 'n', 'off', '否', '假']);

function unreadable(reason: Words): AppError {
  return new AppError('csv_unreadable', { details: { reason } });
}

const words = {
  openQuote: {
    en: 'A quotation mark is never closed; everything behind it was read as one cell.',
    zh: '引号没有闭合，其后的内容被当作一个单元格。',
  },
} as const satisfies Record<string, Words>;
