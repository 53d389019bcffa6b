import { isSameValue, typeOfValue, type StoredVariable, type Value } from '@outpost/contracts';
import type { TakeNote } from '../import-note.ts';
import { invalidAt, isTree, listAt, optionalTextAt, textAt, treeAt, withoutKeys } from './shape.ts';

export type VariableScope = 'env' | 'conversation';

/** Characters of one value as JSON. */
const valueSizeMax = 200_000;

/** Reads `environment_variables` or `conversation_variables`. */
export function readVariables(
  value: unknown,
  { path, scope, takeNote }: { path: string; scope: VariableScope; takeNote: TakeNote },
): readonly StoredVariable[] {
  const names = new Set<string>();
  return listAt(value, path).map((item, index) => {
    const variable = readVariable(item, `${path}[${index}]`, scope, takeNote);
    if (names.has(variable.name))
      throw invalidAt(`${path}[${index}].name`, {
        en: `two variables are called ${variable.name}`,
        zh: `有两个变量都叫 ${variable.name}`,
      });
    names.add(variable.name);
    return variable;
  });
}

function readVariable(
  item: unknown,
  path: string,
  scope: VariableScope,
  takeNote: TakeNote,
): StoredVariable {
  const entry = treeAt(item, path);
  const name = textAt(entry['name'], `${path}.name`);
  if (name === '')
    throw invalidAt(`${path}.name`, {
      en: 'a variable’s name cannot be empty',
      zh: '变量名不能为空',
    });
  const given = entry['value'] as Value | undefined;
  const valueType =
    optionalTextAt(entry['value_type'], `${path}.value_type`, '') || typeOfValue(given ?? '');
  const value = valueOfType(given ?? null, valueType, `${path}.value`);
  if (!isSameValue(value, given))
    takeNote({
      path: `${path}.value`,
      nodeId: null,
      message: {
        en: `The value of the variable ${name} was made to fit its type ${valueType}.`,
        zh: `变量 ${name} 的值已按类型 ${valueType} 转换。`,
      },
    });
  if (JSON.stringify(value).length > valueSizeMax)
    throw invalidAt(`${path}.value`, {
      en: `a variable’s value may have at most ${valueSizeMax} characters`,
      zh: `变量值最多 ${valueSizeMax} 个字符`,
    });
  const { selector, ...extra } = withoutKeys(entry, [
    'id',
    'name',
    'value_type',
    'value',
    'description',
  ]);
  const isOwnSelector =
    selector === undefined || selector === null || isSameValue(selector, [scope, name]);
  return {
    id: optionalTextAt(entry['id'], `${path}.id`, '') || name,
    name,
    valueType,
    value,
    description: optionalTextAt(entry['description'], `${path}.description`, ''),
    extra: isOwnSelector ? extra : { ...extra, selector },
  };
}

/** The value as its type wants it; throws when it cannot be. An unknown type takes anything. */
function valueOfType(value: Value, valueType: string, path: string): Value {
  const zero = zeroOfType[valueType];
  if (zero === undefined) return value;
  if (value === null) return zero;
  if (typeof zero === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return String(value);
  if (typeof zero === 'number' && typeof value === 'string' && isNumeric(value))
    return Number(value);
  const fits = Array.isArray(zero)
    ? Array.isArray(value)
    : isTree(zero)
      ? isTree(value)
      : typeof value === typeof zero;
  if (!fits)
    throw invalidAt(path, {
      en: `the value does not fit the variable’s type ${valueType}`,
      zh: `变量值与类型 ${valueType} 不符`,
    });
  return value;
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

const zeroOfType: Readonly<Record<string, Value>> = {
  string: '',
  secret: '',
  number: 0,
  integer: 0,
  float: 0,
  boolean: false,
  object: {},
  'array[string]': [],
  'array[number]': [],
  'array[object]': [],
  'array[boolean]': [],
  'array[any]': [],
};
