/**
 * Which plain scalars are more than text. App files are written and read elsewhere by PyYAML, so
 * its rules decide, not YAML 1.2's: `1e5`, `0189` and `y` are texts there and are written without
 * quotes. Left out on purpose: dates (the files keep them as text), numbers in base 60 (`12:30` is
 * a time), `.nan` and `.inf` (JSON has none), and integers that a JavaScript number cannot hold,
 * which are ids and would lose digits.
 */
import {
  boolYaml11Tag,
  defineMappingTag,
  defineScalarTag,
  DUMP_SCHEMA,
  FAILSAFE_SCHEMA,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  type Schema,
} from 'js-yaml';

const boolTag = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  ...boolYaml11Tag,
  resolve: (source) => booleans.get(source) ?? NOT_RESOLVED,
});

const booleans: ReadonlyMap<string, boolean> = new Map(
  [
    ['true', 'false'],
    ['yes', 'no'],
    ['on', 'off'],
  ].flatMap(([yes = '', no = '']) => [
    ...spellings(yes).map((word) => [word, true] as const),
    ...spellings(no).map((word) => [word, false] as const),
  ]),
);

function spellings(word: string): readonly string[] {
  return [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];
}

const intTag = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: '-+0123456789'.split(''),
  resolve: (source) => {
    if (!integer.test(source)) return NOT_RESOLVED;
    const digits = source.replace(/[-+_]/g, '');
    const size = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
    if (!Number.isSafeInteger(size)) return NOT_RESOLVED;
    return source.startsWith('-') && size !== 0 ? -size : size;
  },
  identify: () => false,
});
const integer = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)$/;

const floatTag = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: '-+.0123456789'.split(''),
  resolve: (source, isExplicit) => {
    if (!(isExplicit ? anyDecimal : decimal).test(source)) return NOT_RESOLVED;
    const number = Number(source.replaceAll('_', ''));
    if (!Number.isFinite(number)) return NOT_RESOLVED;
    return number === 0 ? 0 : number;
  },
  identify: () => false,
});
const decimal = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/;
const anyDecimal = /^[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?$/;

/** A map that has no `__proto__`: such a key would change how the object behaves, and no app has one. */
const plainMapTag = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
  ...mapTag,
  addPair: (carrier, key, value) =>
    key === '__proto__' ? '' : mapTag.addPair(carrier, key, value),
});

export const readSchema: Schema = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolTag,
  intTag,
  floatTag,
  mergeTag,
  plainMapTag,
);

/** Quotes every text that a YAML 1.1 or 1.2 reader could take for something else, but not `y`, a common key. */
export const writeSchema: Schema = DUMP_SCHEMA.withTags({
  ...boolYaml11Tag,
  resolve: boolTag.resolve,
});
