/**
 * Reads data that was written as a JavaScript object rather than as JSON: names without quotation
 * marks, single ones around texts, comments, commas at ends, `undefined` and `NaN`. It only reads;
 * a function, a call or anything else that would have to run is a fault.
 */
export function readRelaxedJson(source: string): unknown {
  const reader = { source, at: 0, depth: 0 };
  const value = readValue(reader);
  skipSpace(reader);
  if (source[reader.at] === ';') reader.at += 1;
  skipSpace(reader);
  if (reader.at < source.length) throw fault(reader);
  return value;
}

interface Reader {
  readonly source: string;
  at: number;
  depth: number;
}

const depthMax = 100;

function readValue(reader: Reader): unknown {
  skipSpace(reader);
  const { source } = reader;
  const sign = source[reader.at];
  if (sign === '{') return nested(reader, readObject);
  if (sign === '[') return nested(reader, readList);
  if (sign === '"' || sign === "'" || sign === '`') return readText(reader, sign);
  const number = matchAt(reader, /[-+]?(?:0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/iy);
  if (number !== null) return Number(number);
  const word = matchAt(reader, /[A-Za-z_$][\w$]*/y);
  if (word !== null && Object.prototype.hasOwnProperty.call(words, word)) return words[word];
  throw fault(reader);
}

const words: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  undefined: undefined,
  NaN: null,
  Infinity: null,
};

function nested<Result>(reader: Reader, read: (reader: Reader) => Result): Result {
  reader.depth += 1;
  if (reader.depth > depthMax) throw fault(reader);
  reader.at += 1;
  const result = read(reader);
  reader.depth -= 1;
  return result;
}

function readObject(reader: Reader): Record<string, unknown> {
  // Without a prototype, so that `__proto__` is a name like any other.
  const object = Object.create(null) as Record<string, unknown>;
  for (;;) {
    skipSpace(reader);
    if (take(reader, '}')) return object;
    const sign = reader.source[reader.at];
    const name =
      sign === '"' || sign === "'"
        ? readText(reader, sign)
        : matchAt(reader, /[A-Za-z_$][\w$]*|\d+(?:\.\d+)?/y);
    skipSpace(reader);
    if (name === null || !take(reader, ':')) throw fault(reader);
    object[name] = readValue(reader);
    skipSpace(reader);
    if (!take(reader, ',') && reader.source[reader.at] !== '}') throw fault(reader);
  }
}

function readList(reader: Reader): unknown[] {
  const list: unknown[] = [];
  for (;;) {
    skipSpace(reader);
    if (take(reader, ']')) return list;
    list.push(readValue(reader));
    skipSpace(reader);
    if (!take(reader, ',') && reader.source[reader.at] !== ']') throw fault(reader);
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
  '\n': '',
};

function readText(reader: Reader, quote: string): string {
  const { source } = reader;
  let text = '';
  reader.at += 1;
  while (reader.at < source.length) {
    const sign = source[reader.at] ?? '';
    reader.at += 1;
    if (sign === quote) return text;
    if (sign !== '\\') {
      if (sign === '\n' && quote !== '`') throw fault(reader);
      text += sign;
      continue;
    }
    const hex = matchAt(reader, /u[0-9a-f]{4}|x[0-9a-f]{2}/iy);
    if (hex !== null) text += String.fromCharCode(Number.parseInt(hex.slice(1), 16));
    else {
      const escaped = source[reader.at] ?? '';
      text += escapes[escaped] ?? escaped;
      reader.at += 1;
    }
  }
  throw fault(reader);
}

function skipSpace(reader: Reader): void {
  matchAt(reader, /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y);
}

function take(reader: Reader, sign: string): boolean {
  if (reader.source[reader.at] !== sign) return false;
  reader.at += 1;
  return true;
}

function matchAt(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source);
  if (!match) return null;
  reader.at += match[0].length;
  return match[0];
}

function fault({ source, at }: Reader): SyntaxError {
  const line = source.slice(0, at).split('\n').length;
  return new SyntaxError(`line ${line}: ${JSON.stringify(source.slice(at, at + 20))}`);
}
