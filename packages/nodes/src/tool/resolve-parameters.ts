import {
  AppError,
  filesInValue,
  textFromValue,
  type ParameterDeclaration,
  type ToolFacts,
  type Value,
  type Values,
  type Variables,
} from '@outpost/contracts';
import type { GivenParameter } from './config.ts';

/**
 * The values of a tool's parameters: texts with their references resolved and cast to the declared
 * type, variables as they are, defaults for what was not given. Throws `tool_parameter_invalid`.
 */
export function resolveParameters(
  given: Readonly<Record<string, GivenParameter>>,
  { parameters, ref }: ToolFacts,
  variables: Variables,
): Values {
  const values: Record<string, Value> = {};
  for (const declared of parameters) {
    const fail = (reason: { readonly en: string; readonly zh: string }): AppError =>
      new AppError('tool_parameter_invalid', {
        details: { parameter: declared.name, tool: ref.name, reason },
      });
    const one = given[declared.name];
    const value = one && resolve(one, declared, variables, fail);
    if (value !== undefined && value !== null) values[declared.name] = value;
    else if (declared.default !== null && declared.default !== undefined)
      values[declared.name] = declared.default as Value;
    else if (declared.required) throw fail({ en: 'it is required', zh: '必填' });
  }
  return values;
}

function resolve(
  { type, value }: GivenParameter,
  declared: ParameterDeclaration,
  variables: Variables,
  fail: (reason: { readonly en: string; readonly zh: string }) => AppError,
): Value | undefined {
  if (type === 'variable')
    return Array.isArray(value) ? variables.get(value.map(String)) : undefined;
  if (typeof value === 'string') return cast(variables.render(value), declared, fail);
  return cast(value as Value, declared, fail);
}

function cast(
  value: Value,
  { type }: ParameterDeclaration,
  fail: (reason: { readonly en: string; readonly zh: string }) => AppError,
): Value | undefined {
  switch (type) {
    case 'number': {
      if (typeof value === 'number') return value;
      const text = textFromValue(value).trim();
      if (text === '') return undefined;
      const number = typeof value === 'boolean' ? Number(value) : Number(text);
      if (!Number.isFinite(number))
        throw fail({ en: `“${text}” is not a number`, zh: `“${text}”不是数字` });
      return number;
    }
    case 'boolean':
    case 'checkbox':
      // Old files write flags as 0 and 1.
      return typeof value === 'string' ? /^(true|yes|y|1|on)$/i.test(value.trim()) : Boolean(value);
    case 'array':
    case 'object':
    case 'date-range':
      return typeof value === 'string' ? parsed(value, fail) : value;
    case 'file':
      return filesInValue(value)[0];
    case 'files':
      return [...filesInValue(value)];
    case 'any':
    case 'model-selector':
    case 'app-selector':
      return value;
    default:
      return textFromValue(value);
  }
}

function parsed(
  text: string,
  fail: (reason: { readonly en: string; readonly zh: string }) => AppError,
): Value | undefined {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw fail({ en: 'it is not valid JSON', zh: '不是有效的 JSON' });
  }
}
