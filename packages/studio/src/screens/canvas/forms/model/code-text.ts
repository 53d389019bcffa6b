/** What can be told of a code node's code without running it. */
type CodeLanguage = 'python3' | 'javascript';

/** The names that `main` asks for; none when that cannot be read. */
export function namesInCode(code: string, language: CodeLanguage): readonly string[] {
  const pattern =
    language === 'python3' ? /def\s+main\s*\(([^)]*)\)/ : /function\s+main\s*\(\s*\{([^}]*)\}/;
  const list = pattern.exec(code)?.[1];
  if (list === undefined) return [];
  return splitParameters(list).flatMap((parameter) => {
    // What has a default need not be given.
    if (parameter.includes('=') || parameter.startsWith('*') || parameter.startsWith('...'))
      return [];
    const name = /^[A-Za-z_]\w*/.exec(parameter)?.[0];
    return name === undefined ? [] : [name];
  });
}

/** At commas that stand outside brackets, as in `items: dict[str, int], n`. */
function splitParameters(list: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const character of list) {
    if ('[({'.includes(character)) depth += 1;
    if ('])}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** The code for another language: an example in its place while nothing was written, else as it is. */
export function codeInLanguage(
  code: string,
  language: CodeLanguage,
  inputs: readonly string[],
): string {
  const isExample = code.trim() === '' || exampleShapes.some((shape) => shape.test(code.trim()));
  return isExample ? exampleCode(language, inputs) : code;
}

const exampleShapes = [
  /^def main\([^)]*\)( -> dict)?:\s+return \{\s*["']result["']: [\w. +]+,?\s*\}$/,
  /^function main\(\{[^}]*\}\) \{\s+return \{\s*["']?result["']?: [\w. +]+,?\s*\};?\s+\}$/,
];

function exampleCode(language: CodeLanguage, inputs: readonly string[]): string {
  const names = inputs.join(', ');
  const first = inputs[0] ?? "''";
  return language === 'python3'
    ? `def main(${names}) -> dict:\n    return {"result": ${first}}\n`
    : `function main({ ${names} }) {\n  return { result: ${first} };\n}\n`;
}
