/** The types that code results and loop variables may be declared with. */
export const dataTypes = [
  'string',
  'number',
  'object',
  'boolean',
  'array[string]',
  'array[number]',
  'array[object]',
  'array[boolean]',
] as const;
export type DataType = (typeof dataTypes)[number];
