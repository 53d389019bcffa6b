import {
  isObjectValue,
  textFromValue,
  typeOfValue,
  type Value,
  type Values,
} from '@outpost/contracts';
import type { Parameter, ParameterType } from './config.ts';

/** The first thing wrong with what a model gave; null when all is as asked. */
export function faultOfParameters(given: Values, parameters: readonly Parameter[]): string | null {
  const count = Object.keys(given).length;
  if (count !== parameters.length)
    return `The model gave ${count} values where ${parameters.length} were asked for.`;
  for (const parameter of parameters) {
    const fault = faultOfValue(valueOf(given, parameter.name), parameter);
    if (fault !== null) return `The parameter “${parameter.name}” ${fault}.`;
  }
  return null;
}

/** Every parameter's value, brought to its type as far as that goes; what is absent is the type's zero. */
export function coerceParameters(given: Values, parameters: readonly Parameter[]): Values {
  return Object.fromEntries(
    parameters.map(({ name, type }) => [name, coerceValue(valueOf(given, name), type)]),
  );
}

function valueOf(given: Values, name: string): Value {
  return Object.hasOwn(given, name) ? (given[name] ?? null) : null;
}

function faultOfValue(value: Value, { type, required, options }: Parameter): string | null {
  if (value === null) return required ? 'is missing' : null;
  const { element, isList } = elementOf(type);
  if (isList && !Array.isArray(value)) return `is no list but ${typeOfValue(value)}`;
  const items = isList ? (value as readonly Value[]) : [value];
  const wrong = items.find((item) => typeOfValue(item) !== element);
  if (wrong !== undefined) return `is ${typeOfValue(wrong)} where ${element} was asked for`;
  if (type === 'select' && options.length > 0 && !options.includes(textFromValue(value)))
    return `is none of its options: ${textFromValue(value)}`;
  return null;
}

function coerceValue(value: Value, type: ParameterType): Value {
  const { element, isList } = elementOf(type);
  if (!isList) return coerceScalar(value, element) ?? zeroOf[element];
  if (!Array.isArray(value)) return [];
  return (value as readonly Value[]).flatMap((item) => {
    const kept = coerceItem(item, element);
    return kept === null ? [] : [kept];
  });
}

function coerceScalar(value: Value, element: ElementType): Value {
  if (value === null) return null;
  switch (element) {
    case 'string':
      return textFromValue(value);
    case 'number':
      return typeof value === 'boolean' ? Number(value) : numberOf(value);
    case 'boolean':
      return booleanOf(value);
    case 'object':
      return isObjectValue(value) ? value : null;
  }
}

/** Within lists only numbers are read from text; any other stranger is dropped. */
function coerceItem(item: Value, element: ElementType): Value {
  if (element === 'number') return numberOf(item);
  return typeOfValue(item) === element ? item : null;
}

function numberOf(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function booleanOf(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** What a parameter, or each item of a list of them, is in JSON. */
export type ElementType = 'string' | 'number' | 'boolean' | 'object';

export function elementOf(type: ParameterType): {
  readonly element: ElementType;
  readonly isList: boolean;
} {
  switch (type) {
    case 'select':
      return { element: 'string', isList: false };
    case 'string':
    case 'number':
    case 'boolean':
      return { element: type, isList: false };
    case 'array[string]':
      return { element: 'string', isList: true };
    case 'array[number]':
      return { element: 'number', isList: true };
    case 'array[object]':
      return { element: 'object', isList: true };
    case 'array[boolean]':
      return { element: 'boolean', isList: true };
  }
}

/** The value of a parameter the text says nothing about. */
export const zeroOf: Readonly<Record<ElementType, Value>> = {
  string: '',
  number: 0,
  boolean: false,
  object: {},
};
