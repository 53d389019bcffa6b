/**
 * How values become text (spec/dsl.md 4.6). Prompts, HTTP fields and conditions use `textFromValue`;
 * Answer and Output nodes use `markdownFromValue`. Python's notation is part of the format: apps
 * made elsewhere compare and print `True`, `None` and `['a', 1]`.
 */
import { isFileValue, type FileValue, type Value } from './value.ts';

/** The text of a value inside prompts, requests and conditions. */
export function textFromValue(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isFileValue(value)) return '';
  if (!Array.isArray(value)) return compactJson(value);
  const items = value as readonly Value[];
  if (items.every(isFileValue)) return '';
  if (items.every((item) => typeof item === 'string')) return compactJson(items);
  return pythonRepr(items);
}

/** The text of a value inside an answer: objects indented, lists as lines, files as links. */
export function markdownFromValue(value: Value): string {
  if (isFileValue(value)) return markdownLink(value);
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    if (items.length > 0 && items.every(isFileValue)) return items.map(markdownLink).join('\n');
    return items
      .map(
        (item) =>
          `- ${typeof item === 'string' ? item : isFileValue(item) ? markdownLink(item) : pythonRepr(item)}`,
      )
      .join('\n');
  }
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, null, 2);
  return textFromValue(value);
}

function markdownLink(file: FileValue): string {
  const link = `[${file.filename ?? ''}](${file.url ?? file.remote_url ?? ''})`;
  return file.type === 'image' ? `!${link}` : link;
}

/** Python's `repr` of JSON data. */
export function pythonRepr(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return pythonString(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(pythonRepr).join(', ')}]`;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return `{${entries.map(([key, item]) => `${pythonString(key)}: ${pythonRepr(item)}`).join(', ')}}`;
}

function pythonNumber(value: number): string {
  // The digits that JSON would carry, not the exact value behind them: beyond 2⁵³ they differ.
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = String(value);
  // JavaScript switches to exponents below 1e-6, Python below 1e-4; Python pads the exponent to two digits.
  if (Math.abs(value) < 1e-4 && !text.includes('e')) return padExponent(value.toExponential());
  return padExponent(text);
}

function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) out += escapeCharacter(character, quote);
  return out + quote;
}

function escapeCharacter(character: string, quote: string): string {
  if (character === '\\') return '\\\\';
  if (character === quote) return `\\${quote}`;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa1) || code === 0xad)
    return `\\x${code.toString(16).padStart(2, '0')}`;
  return character;
}

/** One-line JSON with Python's separators `", "` and `": "`. */
export function compactJson(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(compactJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value as Readonly<Record<string, Value>>)
      .map(([key, item]) => `${JSON.stringify(key)}: ${compactJson(item)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
