/**
 * What `main` returned against what the node declares (spec/dsl.md 3.8). Strict both ways: a
 * declared key must be there, an undeclared one must not. Null fits every type.
 */
import {
  NodeFailure,
  isObjectValue,
  type NodeResult,
  type Value,
  type Values,
} from '@outpost/contracts';
import { failWith, type Words } from '../failures/node-failure.ts';
import type { DataType } from '../fields/data-types.ts';
import type { OutputShape, OutputShapes } from './config.ts';

/** The checked result; throws a `NodeFailure` that names the key at fault and holds `partial`. */
export function checkResult(
  shapes: OutputShapes,
  result: Value,
  partial: Partial<NodeResult> = {},
): Values {
  try {
    if (!isObjectValue(result))
      throw refuse('', { en: 'main must return an object', zh: 'main 必须返回对象' });
    return Object.keys(shapes).length === 0
      ? (checkFree(result, '', 1) as Values)
      : checkKeys(shapes, result, '', 1);
  } catch (fault) {
    throw fault instanceof NodeFailure ? new NodeFailure(fault.error, partial, fault.cause) : fault;
  }
}

function checkKeys(shapes: OutputShapes, given: Values, path: string, depth: number): Values {
  const undeclared = Object.keys(given).find((key) => !Object.hasOwn(shapes, key));
  if (undeclared !== undefined)
    throw refuse(join(path, undeclared), { en: 'it is not declared', zh: '未声明' });
  return Object.fromEntries(
    Object.entries(shapes).map(([key, shape]) => {
      const place = join(path, key);
      const value = Object.hasOwn(given, key) ? given[key] : undefined;
      if (value === undefined) throw refuse(place, { en: 'it is missing', zh: '缺失' });
      return [key, checkShape(shape, value, place, depth + 1)];
    }),
  );
}

function checkShape(shape: OutputShape, value: Value, path: string, depth: number): Value {
  checkDepth(path, depth);
  if (value === null) return null;
  const itemType = itemTypes[shape.type];
  if (itemType === undefined) return checkOne(shape, value, path, depth);
  if (!Array.isArray(value)) throw wrongType(path, shape.type);
  checkLength(value, itemType, path);
  return (value as readonly Value[]).map((item, index) => {
    const place = `${path}[${index}]`;
    if (item === null && itemType !== 'number') return null;
    return checkOne({ ...shape, type: itemType }, item, place, depth + 1);
  });
}

function checkOne(
  { type, children }: OutputShape,
  value: Value,
  path: string,
  depth: number,
): Value {
  if (type === 'string' && typeof value === 'string') return checkText(value, path);
  if (type === 'number' && typeof value === 'number') return checkNumber(value, path);
  if (type === 'number' && typeof value === 'boolean') return value ? 1 : 0;
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'object' && isObjectValue(value)) {
    checkDepth(path, depth);
    return children ? checkKeys(children, value, path, depth) : checkFree(value, path, depth);
  }
  throw wrongType(path, type);
}

/** A value that nothing is declared of: limits only, and lists of one type. */
function checkFree(value: Value, path: string, depth: number): Value {
  checkDepth(path, depth);
  if (typeof value === 'string') return checkText(value, path);
  if (typeof value === 'number') return checkNumber(value, path);
  if (Array.isArray(value)) return checkFreeList(value, path, depth);
  if (!isObjectValue(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, checkFree(item, join(path, key), depth + 1)]),
  );
}

function checkFreeList(items: readonly Value[], path: string, depth: number): readonly Value[] {
  const types = new Set(items.filter((item) => item !== null).map(looseType));
  if (types.size > 1)
    throw refuse(path, { en: 'its items are of different types', zh: '列表元素类型不一致' });
  const [type] = types;
  if (type !== undefined) checkLength(items, type, path);
  return items.map((item, index) => checkFree(item, `${path}[${index}]`, depth + 1));
}

function looseType(value: Value): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

const itemTypes: Readonly<Partial<Record<DataType, 'string' | 'number' | 'object' | 'boolean'>>> = {
  'array[string]': 'string',
  'array[number]': 'number',
  'array[object]': 'object',
  'array[boolean]': 'boolean',
};

const charactersMax = 400_000;
// The first number outside a signed 64-bit integer; nearer ones have no exact neighbour here.
const numberBound = 2 ** 63;
const depthMax = 5;
const itemsMax: Readonly<Record<string, number>> = { string: 30, object: 30, number: 1000 };

function checkText(text: string, path: string): string {
  if (text.length <= charactersMax) return text.replaceAll('\u0000', '');
  throw refuse(path, {
    en: `it has ${text.length} characters, at most ${charactersMax} are allowed`,
    zh: `有 ${text.length} 个字符，最多允许 ${charactersMax} 个`,
  });
}

// The format's other rule, at most 20 decimals, no double can break: 17 digits identify it.
function checkNumber(value: number, path: string): number {
  if (Math.abs(value) < numberBound) return value;
  throw refuse(path, {
    en: 'the number is outside the range of a signed 64-bit integer',
    zh: '数字超出 64 位有符号整数范围',
  });
}

function checkLength(items: readonly Value[], itemType: string, path: string): void {
  const limit = itemsMax[itemType] ?? Infinity;
  if (items.length <= limit) return;
  throw refuse(path, {
    en: `the list has ${items.length} items, at most ${limit} are allowed`,
    zh: `列表有 ${items.length} 项，最多允许 ${limit} 项`,
  });
}

function checkDepth(path: string, depth: number): void {
  if (depth <= depthMax) return;
  throw refuse(
    path,
    {
      en: `it is nested more than ${depthMax} levels deep`,
      zh: `嵌套超过 ${depthMax} 层`,
    },
    'DepthLimitError',
  );
}

function wrongType(path: string, type: DataType): NodeFailure {
  return refuse(path, { en: `it is not of type ${type}`, zh: `类型不是 ${type}` });
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function refuse(path: string, reason: Words, type = 'OutputValidationError'): NodeFailure {
  return path === ''
    ? failWith(type, {
        en: `The result of the code is not valid: ${reason.en}.`,
        zh: `代码结果无效：${reason.zh}。`,
      })
    : failWith(type, {
        en: `The output “${path}” of the code is not valid: ${reason.en}.`,
        zh: `代码输出“${path}”无效：${reason.zh}。`,
      });
}
