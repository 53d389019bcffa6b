/** What each operation makes of a target's value (spec/dsl.md 3.12). */
import {
  isFileValue,
  isObjectValue,
  typeOfValue,
  type NodeFailure,
  type Value,
} from '@outpost/contracts';
import { failWith } from '../failures/node-failure.ts';
import { parseJson } from '../fields/parse-json.ts';
import { zeroOf } from '../variables/zero-of.ts';
import type { Assignment, Operation } from './config.ts';

/** The target's new value; throws a `NodeFailure` when operation, target and input do not fit. */
export function assign(operation: Operation, current: Value, input: Value): Value {
  return operations[operation](current, input, operation);
}

type Change = (current: Value, input: Value, operation: Operation) => Value;

const operations: Readonly<Record<Operation, Change>> = {
  'over-write': (_current, input) => input,
  set: setConstant,
  clear: zeroOf,
  append: (current, input, operation) => {
    const items = listOf(current, operation);
    checkItem(items, input);
    return [...items, input];
  },
  extend: (current, input, operation) => {
    const items = listOf(current, operation);
    const added = listOf(input, operation);
    for (const item of added) checkItem(items, item);
    return [...items, ...added];
  },
  'remove-first': (current, _input, operation) => listOf(current, operation).slice(1),
  'remove-last': (current, _input, operation) => listOf(current, operation).slice(0, -1),
  '+=': arithmetic((current, input) => current + input),
  '-=': arithmetic((current, input) => current - input),
  '*=': arithmetic((current, input) => current * input),
  '/=': arithmetic((current, input) => {
    if (input !== 0) return current / input;
    throw failWith('VariableOperatorNodeError', {
      en: 'A number cannot be divided by zero.',
      zh: '不能除以零。',
    });
  }),
};

/** Refuses a kind of source that the operation does not take. */
export function checkSource({ operation, source }: Assignment): void {
  const constantOnly = operation === 'set' || operation.endsWith('=');
  const isFit = operation === 'over-write' || constantOnly === (source.type === 'constant');
  if (isFit) return;
  throw failWith('VariableOperatorNodeError', {
    en: `The operation “${operation}” takes ${constantOnly ? 'a constant' : 'a variable'} only.`,
    zh: `操作“${operation}”只接受${constantOnly ? '常量' : '变量'}。`,
  });
}

function arithmetic(compute: (current: number, input: number) => number): Change {
  return (current, input, operation) => {
    if (typeof current !== 'number') throw refuseTarget(current, operation);
    const number = numberFrom(input);
    if (number === null) throw refuseInput(input, 'number');
    return compute(current, number);
  };
}

/** A constant as the target's type; a target that is null so far takes any. */
export function setConstant(current: Value, input: Value, operation: Operation): Value {
  if (current === null) return input;
  if (typeof current === 'string') return expectInput(typeof input === 'string', input, 'string');
  if (typeof current === 'number') {
    const number = numberFrom(input);
    if (number === null) throw refuseInput(input, 'number');
    return number;
  }
  if (typeof current === 'boolean') return booleanFrom(input);
  if (isObjectValue(current)) return objectFrom(input);
  throw refuseTarget(current, operation);
}

function expectInput(fits: boolean, input: Value, type: string): Value {
  if (fits) return input;
  throw refuseInput(input, type);
}

// Editors store the numbers and switches of a form as text now and then.
function numberFrom(input: Value): number | null {
  if (typeof input === 'number') return input;
  if (typeof input !== 'string' || input.trim() === '') return null;
  const number = Number(input);
  return Number.isFinite(number) ? number : null;
}

function booleanFrom(input: Value): boolean {
  if (typeof input === 'boolean') return input;
  if (input === 'true') return true;
  if (input === 'false') return false;
  throw refuseInput(input, 'boolean');
}

function objectFrom(input: Value): Value {
  if (isObjectValue(input)) return input;
  if (typeof input === 'string') {
    const parsed = parseJson(input);
    if (isObjectValue(parsed)) return parsed;
  }
  throw refuseInput(input, 'object');
}

function listOf(value: Value, operation: Operation): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw refuseTarget(value, operation);
}

/** A list of one type stays so; an empty or mixed one takes anything. */
function checkItem(items: readonly Value[], item: Value): void {
  const type = typeOfValue(items);
  if (type === 'array[any]' || type === `array[${typeOfValue(item)}]`) return;
  throw failWith('VariableOperatorNodeError', {
    en: `A value of type ${typeOfValue(item)} does not fit into a list of type ${type}.`,
    zh: `类型 ${typeOfValue(item)} 的值不能加入类型为 ${type} 的列表。`,
  });
}

function refuseTarget(current: Value, operation: Operation): NodeFailure {
  const type = isFileValue(current) ? 'file' : typeOfValue(current);
  return failWith('VariableOperatorNodeError', {
    en: `The operation “${operation}” does not work on a value of type ${type}.`,
    zh: `操作“${operation}”不支持类型 ${type} 的值。`,
  });
}

function refuseInput(input: Value, type: string): NodeFailure {
  return failWith('VariableOperatorNodeError', {
    en: `The value to assign is of type ${typeOfValue(input)}, but the variable needs ${type}.`,
    zh: `要赋的值类型为 ${typeOfValue(input)}，而变量需要 ${type}。`,
  });
}
