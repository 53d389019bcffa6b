import { pythonRepr, type Value, type Values } from '@outpost/contracts';

/**
 * The text of a template that only substitutes names, rendered as Jinja2 does; null when the template,
 * or one of its values, needs the real thing. Undefined names print nothing, strings print as they are,
 * everything else as Python's `str`; line ends become `\n` and one at the end is dropped.
 */
export function renderPlainTemplate(template: string, inputs: Values): string | null {
  const source = template.includes('\r') ? template.replace(/\r\n?/g, '\n') : template;
  const text = source.endsWith('\n') ? source.slice(0, -1) : source;
  let output = '';
  let position = 0;
  for (;;) {
    const start = nextTag(text, position);
    if (start < 0) return output + text.slice(position);
    substitution.lastIndex = start;
    const match = substitution.exec(text);
    const name = match?.[1];
    if (!match || name === undefined || special.has(name)) return null;
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (value === undefined && globals.has(name)) return null;
    const printed = value === undefined ? '' : printValue(value);
    if (printed === null) return null;
    output += text.slice(position, start) + printed;
    position = start + match[0].length;
  }
}

/** The next place where Jinja2 would stop reading plain text: `{{`, `{%` or `{#`. */
function nextTag(text: string, from: number): number {
  for (let at = text.indexOf('{', from); at >= 0; at = text.indexOf('{', at + 1)) {
    const next = text[at + 1];
    if (next === '{' || next === '%' || next === '#') return at;
  }
  return -1;
}

function printValue(value: Value): string | null {
  if (typeof value === 'string') return value;
  const text = pythonRepr(value);
  // Python escapes what it deems unprintable, by its own Unicode tables: leave that to Python.
  return typeof value === 'object' && value !== null && unprintable.test(text) ? null : text;
}

const substitution = /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/y;
/** Words of Jinja2's grammar and names it treats in its own way. */
const special = new Set(
  'true false none True False None not and or in is if else self caller loop super varargs kwargs'.split(
    ' ',
  ),
);
/** Functions that every template has unless an input takes their name. */
const globals = new Set(['range', 'dict', 'lipsum', 'cycler', 'joiner', 'namespace']);
const unprintable = /[^\P{C}\n\t\r]|[^\P{Z} ]/u;
