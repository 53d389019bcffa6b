import {
  isFileValue,
  typeOfValue,
  type NodeContext,
  type NodeResult,
  type Value,
  type ValueType,
} from '@outpost/contracts';
import { failWith, requireValue } from '../failures/node-failure.ts';
import type { ListOperatorConfig } from './config.ts';
import { sortableAttribute } from './file-attribute.ts';
import { createFilter } from './filter.ts';

/** Filters, takes one, sorts, cuts: in this order, each only when it is switched on. */
export function runListOperator(
  { variables }: NodeContext,
  config: ListOperatorConfig,
): NodeResult {
  const given = requireValue(variables, config.variable);
  const inputs = { variable: given };
  let items = readItems(given, config.variable);
  if (items.length === 0)
    return { inputs, outputs: { result: [], first_record: null, last_record: null } };
  if (config.filter_by.enabled)
    for (const condition of config.filter_by.conditions)
      items = items.filter(createFilter(condition, variables));
  if (config.extract_by.enabled)
    items = [takeOne(items, variables.render(config.extract_by.serial))];
  if (config.order_by.enabled) items = sort(items, config.order_by);
  if (config.limit.enabled) items = items.slice(0, config.limit.size ?? undefined);
  return {
    inputs,
    outputs: { result: items, first_record: items[0] ?? null, last_record: items.at(-1) ?? null },
  };
}

const allowedTypes: ReadonlySet<ValueType> = new Set([
  'array[string]',
  'array[number]',
  'array[boolean]',
  'array[file]',
]);

function readItems(value: Value, selector: readonly string[]): readonly Value[] {
  if (value === null) return [];
  if (Array.isArray(value) && (value.length === 0 || allowedTypes.has(typeOfValue(value))))
    return value;
  throw failWith('InvalidFilterValueError', {
    en: `The variable “${selector.join('.')}” is of type ${typeOfValue(value)}; a list of texts, numbers, booleans or files is needed.`,
    zh: `变量“${selector.join('.')}”的类型是 ${typeOfValue(value)}，需要文本、数字、布尔值或文件的列表。`,
  });
}

function takeOne(items: readonly Value[], serial: string): Value {
  const position = /^\s*\d+\s*$/.test(serial) ? Number(serial) : 0;
  const item = items[position - 1];
  if (item !== undefined) return item;
  throw failWith('ValueError', {
    en: `There is no item “${serial}” in a list of ${items.length}.`,
    zh: `列表共有 ${items.length} 项，没有第“${serial}”项。`,
  });
}

function sort(
  items: readonly Value[],
  { key, value: direction }: ListOperatorConfig['order_by'],
): readonly Value[] {
  const sign = direction === 'asc' ? 1 : -1;
  const rank = (item: Value): Value => (isFileValue(item) ? sortableAttribute(item, key) : item);
  return items.toSorted((a, b) => sign * compareRanks(rank(a), rank(b)));
}

function compareRanks(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
}
