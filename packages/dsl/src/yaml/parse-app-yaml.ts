import { AppError } from '@outpost/contracts';
import { load, YAMLException } from 'js-yaml';
import { invalidAt, isTree } from '../reading/shape.ts';
import { readSchema } from './python-schema.ts';

const appFileBytesMax = 10 * 1024 * 1024;
/** Newlines and commas: what the number of values, and so time and memory, grows with. */
const separatorsMax = 150_000;
const valuesMax = 300_000;
/** Characters of one text or key; the writer’s patterns run out of stack at about two million. */
const textMax = 1_000_000;
const aliasesMax = 1_000;
const depthMax = 100;

/**
 * The plain data of an app file in YAML or JSON. Time and memory grow with the text's size only:
 * depth, aliases and the number of values are limited. Throws `app_file_invalid` with line and
 * column, `app_file_too_large`.
 */
export function parseAppYaml(text: string): unknown {
  refuseHugeText(text);
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const tree = source.trimStart().startsWith('{') ? parseJsonOrYaml(source) : parseYaml(source);
  refuseHugeTree(tree);
  return tree;
}

function refuseHugeText(text: string): void {
  let sizeBytes = text.length;
  let separators = 0;
  if (sizeBytes <= appFileBytesMax)
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      // UTF-16 units: two bytes up to U+07FF, three above, and four for a pair of surrogates.
      if (code >= 0x80) sizeBytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
      else if (code === 0x0a || code === 0x2c) separators += 1;
    }
  if (sizeBytes > appFileBytesMax)
    throw new AppError('app_file_too_large', {
      details: { sizeBytes, limitBytes: appFileBytesMax },
    });
  if (separators > separatorsMax)
    throw invalidAt('', {
      en: `the file has more than ${separatorsMax} lines and commas`,
      zh: `文件的行数与逗号数超过 ${separatorsMax}`,
    });
}

function parseJsonOrYaml(source: string): unknown {
  try {
    return JSON.parse(source, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch {
    // A YAML flow map starts like JSON; YAML's message has the better place anyway.
    return parseYaml(source);
  }
}

/**
 * PyYAML takes these two characters for line breaks and indents what follows; to YAML 1.2 the indent
 * would be text. We write them as escapes.
 */
const pythonIndent = /([\u2028\u2029])[ \t]+/g;

function parseYaml(source: string): unknown {
  try {
    return load(source.replace(pythonIndent, '$1'), {
      schema: readSchema,
      // PyYAML lets the last of equal keys win.
      json: true,
      maxAliases: aliasesMax,
      maxDepth: depthMax,
    });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    const column = (error.mark?.column ?? 0) + 1;
    throw invalidAt(`line ${line}, column ${column}`, {
      en: `this is not valid YAML: ${error.reason}`,
      zh: `YAML 格式有误：${error.reason}`,
    });
  }
}

/** Aliases share parts, so a small file can be huge once it is written out; this counts what it would be. */
export function refuseHugeTree(root: unknown): void {
  const levels = [[root].values()];
  let values = 0;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { done, value } = level.next();
    if (done) {
      levels.pop();
      continue;
    }
    values += 1;
    if (values > valuesMax)
      throw invalidAt('', {
        en: `the file has more than ${valuesMax} values`,
        zh: `文件的值超过 ${valuesMax} 个`,
      });
    if (typeof value === 'string') refuseHugeValue(value);
    if (!Array.isArray(value) && !isTree(value)) continue;
    if (isTree(value)) for (const key of Object.keys(value)) refuseHugeValue(key);
    if (levels.length > depthMax)
      throw invalidAt('', {
        en: `the file is nested deeper than ${depthMax} levels`,
        zh: `文件嵌套超过 ${depthMax} 层`,
      });
    levels.push((Array.isArray(value) ? value : Object.values(value)).values());
  }
}

function refuseHugeValue(text: string): void {
  if (text.length > textMax)
    throw invalidAt('', {
      en: `one text of the file has more than ${textMax} characters`,
      zh: `文件中有文本超过 ${textMax} 个字符`,
    });
}
