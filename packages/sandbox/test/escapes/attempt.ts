/**
 * One try to get out of the sandbox, or to harm the server from inside. The code is given
 * `canary` (path of a secret file), `folder` (where it may try to leave a mark), `port` (a listener on
 * loopback) and `pid` (the server's process). It says what it got hold of in an output `reached`;
 * null or an error means it got nothing.
 */
export interface Attempt {
  readonly area: string;
  readonly name: string;
  readonly language: 'python3' | 'javascript' | 'jinja2';
  readonly code: string;
  /** Set when the try is to use something up: ends it must come to, by error code or `ok`. */
  readonly ends?: readonly string[];
}

/** Python: the lines are the body of `main`, and `reached` what it returns. */
export function python(
  area: string,
  name: string,
  body: string,
  ends?: readonly string[],
): Attempt {
  const lines = body.trim().split('\n');
  const code = [
    'def main(canary, folder, port, pid):',
    '    reached = None',
    ...lines.map((line) => `    ${line}`),
    '    return {"reached": reached}',
  ].join('\n');
  return { area, name, language: 'python3', code, ...(ends && { ends }) };
}

/** JavaScript: the lines are the body of an async `main`, which assigns `reached`. */
export function javascript(
  area: string,
  name: string,
  body: string,
  ends?: readonly string[],
): Attempt {
  const code = `async function main({ canary, folder, port, pid }) {\nlet reached = null;\n${body}\nreturn { reached };\n}`;
  return { area, name, language: 'javascript', code, ...(ends && { ends }) };
}

/** Jinja2: whatever the template prints is what it reached. */
export function jinja2(name: string, code: string, ends?: readonly string[]): Attempt {
  return { area: 'templates', name, language: 'jinja2', code, ...(ends && { ends }) };
}
