import {
  isObjectValue,
  type NodeFailure,
  type Selector,
  type Value,
  type Values,
  type Variables,
} from '@outpost/contracts';
import { failWith, requireValue } from '../failures/node-failure.ts';
import type { DataType } from '../fields/data-types.ts';
import { selectorField } from '../fields/fields.ts';
import { parseJson } from '../fields/parse-json.ts';
import type { LoopVariable } from './config.ts';

/** The loop variables before the first round; throws a `NodeFailure` that names the one at fault. */
export function initialVariables(declared: readonly LoopVariable[], variables: Variables): Values {
  return Object.fromEntries(
    declared.map((variable) => [variable.label, initialValue(variable, variables)]),
  );
}

function initialValue(variable: LoopVariable, variables: Variables): Value {
  if (variable.value_type === 'constant') return constantValue(variable);
  return requireValue(variables, sourceOf(variable));
}

/** The selector of a variable that starts with another's value. */
export function sourceOf({ value }: LoopVariable): Selector {
  const parsed = selectorField.safeParse(value === '' ? [] : value);
  return parsed.success ? parsed.data : [];
}

/** Constants mostly arrive as text, whatever their type. */
function constantValue(variable: LoopVariable): Value {
  const { var_type: type } = variable;
  const given = (variable.value ?? null) as Value;
  if (given === null) return null;
  if (fits(given, type)) return given;
  if (typeof given !== 'string') throw refuse(variable);
  if (given.trim() === '') {
    if (type.startsWith('array')) return [];
    throw refuse(variable);
  }
  const parsed = parseJson(given);
  if (parsed === undefined || !fits(parsed, type)) throw refuse(variable);
  return parsed;
}

function fits(value: Value, type: DataType): boolean {
  if (type === 'object') return isObjectValue(value);
  if (!type.startsWith('array[')) return typeof value === type;
  const itemType = type.slice('array['.length, -1) as DataType;
  return Array.isArray(value) && value.every((item: Value) => fits(item, itemType));
}

function refuse({ label, var_type: type }: LoopVariable): NodeFailure {
  return failWith('ValueError', {
    en: `The start value of the loop variable “${label}” is not of type ${type}.`,
    zh: `循环变量“${label}”的初始值不是 ${type} 类型。`,
  });
}
