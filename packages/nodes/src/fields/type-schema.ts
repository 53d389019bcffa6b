import type { JsonSchema } from '@outpost/contracts';

/** The JSON Schema of a value by the name of its type; what is in objects and files is not said. */
export function typeSchema(type: string): JsonSchema {
  const item = /^array\[(.+)\]$/.exec(type)?.[1];
  if (item !== undefined) return { type: 'array', items: typeSchema(item) };
  return jsonTypes.has(type) ? { type } : { 'x-type': type };
}

/** The JSON Schema of an object by the types of its keys. */
export function objectSchema(types: Readonly<Record<string, string>>): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(types).map(([name, type]) => [name, typeSchema(type)]),
    ),
  };
}

const jsonTypes: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'object']);
