import { parseSpecifiers, satisfies } from './specifier.ts';
import { parseVersion } from './version.ts';

/**
 * Environment markers (PEP 508): `python_version < "3.13" and sys_platform != "win32"`. Parsed by
 * descent: `or` of `and` of comparisons or parentheses.
 */
export type Marker =
  | { readonly type: 'or' | 'and'; readonly parts: readonly Marker[] }
  | {
      readonly type: 'compare';
      readonly operator: string;
      readonly left: Operand;
      readonly right: Operand;
    };

interface Operand {
  readonly type: 'variable' | 'text';
  readonly value: string;
}

/** The values of a marker's variables on a target; `extra` is added for the question at hand. */
export type MarkerEnvironment = Readonly<Record<string, string>>;

/** Throws an `Error` whose message is the reason. */
export function parseMarker(text: string): Marker {
  const tokens = tokenise(text);
  const marker = parseOr(tokens, 0);
  if (tokens.at < tokens.list.length) throw new Error(`“${text}” goes on where it should end`);
  return marker;
}

/** Whether the marker holds, with none or some extras asked for. */
export function evaluateMarker(
  marker: Marker,
  environment: MarkerEnvironment,
  extras: readonly string[] = [],
): boolean {
  if (marker.type !== 'compare') {
    const holds = (part: Marker): boolean => evaluateMarker(part, environment, extras);
    return marker.type === 'and' ? marker.parts.every(holds) : marker.parts.some(holds);
  }
  const { left, right, operator } = marker;
  const asksExtra = [left, right].some(
    ({ type, value }) => type === 'variable' && value === 'extra',
  );
  const choices = asksExtra && extras.length > 0 ? extras : [''];
  const answers = choices.map((extra) => {
    const values = { ...environment, extra };
    return compare(valueOf(left, values), operator, valueOf(right, values), asksExtra);
  });
  return operator === '!=' || operator === 'not in'
    ? answers.every(Boolean)
    : answers.some(Boolean);
}

/** Extras and package names are compared in one spelling (PEP 503, PEP 685). */
export function normaliseName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

function compare(left: string, operator: string, right: string, isName: boolean): boolean {
  if (isName) {
    left = normaliseName(left);
    right = normaliseName(right);
  }
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  const version = isName ? null : parseVersion(left);
  const clause = version ? parseSpecifiers(`${operator}${right}`) : null;
  if (version && clause) return satisfies(version, clause);
  switch (operator) {
    case '==':
    case '===':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return false;
  }
}

function valueOf({ type, value }: Operand, environment: MarkerEnvironment): string {
  return type === 'text' ? value : (environment[value] ?? '');
}

interface Tokens {
  readonly list: readonly string[];
  readonly text: string;
  at: number;
}

function tokenise(text: string): Tokens {
  const list: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const match = tokenPattern.exec(rest);
    if (!match?.[0]) throw new Error(`“${text}” is not a marker`);
    list.push(match[0].replace(/\s+/g, ' '));
    if (list.length > 2000) throw new Error('the marker is too long');
    rest = rest.slice(match[0].length).trimStart();
  }
  return { list, text, at: 0 };
}

function parseOr(tokens: Tokens, depth: number): Marker {
  return joined('or', tokens, () => joined('and', tokens, () => parseAtom(tokens, depth)));
}

function joined(type: 'or' | 'and', tokens: Tokens, next: () => Marker): Marker {
  const parts = [next()];
  while (tokens.list[tokens.at] === type) {
    tokens.at += 1;
    parts.push(next());
  }
  return parts.length === 1 && parts[0] ? parts[0] : { type, parts };
}

function parseAtom(tokens: Tokens, depth: number): Marker {
  if (depth > 50) throw new Error('the marker is nested too deeply');
  if (tokens.list[tokens.at] === '(') {
    tokens.at += 1;
    const inner = parseOr(tokens, depth + 1);
    if (tokens.list[tokens.at] !== ')') throw new Error(`“${tokens.text}” lacks a parenthesis`);
    tokens.at += 1;
    return inner;
  }
  const left = operand(tokens);
  const operator = tokens.list[tokens.at] ?? '';
  if (!operators.has(operator)) throw new Error(`“${tokens.text}” lacks a comparison`);
  tokens.at += 1;
  return { type: 'compare', left, operator, right: operand(tokens) };
}

function operand(tokens: Tokens): Operand {
  const token = tokens.list[tokens.at] ?? '';
  tokens.at += 1;
  if (/^["']/.test(token)) return { type: 'text', value: token.slice(1, -1) };
  // Old packages write `os.name` and `python_implementation`.
  const value =
    { python_implementation: 'platform_python_implementation' }[token] ?? token.replace('.', '_');
  if (!variables.has(value)) throw new Error(`“${token}” in “${tokens.text}” is not known`);
  return { type: 'variable', value };
}

const tokenPattern = /^(?:\(|\)|"[^"]*"|'[^']*'|===|==|!=|<=|>=|~=|<|>|not\s+in\b|[a-z_.]+)/i;
const operators = new Set(['===', '==', '!=', '<=', '>=', '~=', '<', '>', 'in', 'not in']);
const variables = new Set([
  'os_name',
  'sys_platform',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'python_version',
  'python_full_version',
  'implementation_name',
  'implementation_version',
  'extra',
  'extras',
  'dependency_groups',
]);
