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

function typeName(property: unknown): string {
  if (typeof property !== 'object' || property === null || !('type' in property)) return 'any';
  const { type } = property;
  if (type === 'integer') return 'number';
  if (type === 'array') return `array[${'items' in property ? typeName(property.items) : 'any'}]`;
  return typeof type === 'string' ? type : 'any';
}
