import { isObjectValue, type JsonSchema, type Value } from '@outpost/contracts';

/** The outputs that a plugin declares in its `output_schema`, by name and type. */
export function schemaOutputs(
  schema: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const { properties } = schema;
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, typeName(property)]),
  );
}

/** What those outputs hold, as far as the plugin says it. */
export function schemaShapes(
  schema: Readonly<Record<string, unknown>>,
): Readonly<Record<string, JsonSchema>> {
  const properties = schema['properties'] as Value | undefined;
  if (!isObjectValue(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      isObjectValue(property) ? [[name, property] as const] : [],
    ),
  );
}

function typeName(property: unknown): string {
  if (typeof property !== 'object' || property === null || !('type' in property)) return 'any';
  const { type } = property;
  if (type === 'integer') return 'number';
  if (type === 'array') return `array[${'items' in property ? typeName(property.items) : 'any'}]`;
  return typeof type === 'string' ? type : 'any';
}
