/**
 * A JSON Schema of an object as a list of fields that people edit, and back. What the list cannot
 * show stays in the schema: an edit changes the keys that were edited and no others.
 */
import { isRecord, listIn, recordIn, textIn, textsIn, type Config } from './config-access.ts';

export const schemaTypes = [
  'string',
  'number',
  'boolean',
  'object',
  'array[string]',
  'array[number]',
  'array[object]',
] as const;
export type SchemaType = (typeof schemaTypes)[number];

export interface SchemaField {
  readonly name: string;
  readonly type: SchemaType;
  readonly description: string;
  readonly required: boolean;
  /** One of these, for texts and numbers; empty = anything. */
  readonly options: readonly string[];
  /** The keys of an object, or of a list's objects. */
  readonly fields: readonly SchemaField[];
  /** The rest of what the schema says of it. */
  readonly rest: Config;
}

export const emptySchema: Config = {
  type: 'object',
  properties: {},
  required: [],
  additionalProperties: false,
};

/** Whether a schema can be shown as fields: an object of plain types, all the way down. */
export function canBeFields(schema: unknown): boolean {
  if (!isRecord(schema) || textIn(schema['type']) !== 'object') return false;
  return Object.values(recordIn(schema['properties'])).every(canBeField);
}

function canBeField(property: unknown): boolean {
  if (!isRecord(property) || awkwardKeys.some((key) => key in property)) return false;
  const type = typeOfProperty(property);
  if (type === null) return false;
  if (type === 'object') return canBeFields({ ...property, type: 'object' });
  return type !== 'array[object]' || canBeFields(property['items']);
}

const awkwardKeys = ['anyOf', 'oneOf', 'allOf', '$ref', 'not', 'if'];

function typeOfProperty(property: Config): SchemaType | null {
  const { type } = property;
  if (type === 'integer') return 'number';
  if (type === 'array') {
    const item = textIn(recordIn(property['items'])['type']);
    const name = `array[${item === 'integer' ? 'number' : item}]`;
    return schemaTypes.find((known) => known === name) ?? null;
  }
  return schemaTypes.find((known) => known === type && !known.startsWith('array')) ?? null;
}

export function fieldsOfSchema(schema: unknown): readonly SchemaField[] {
  const { properties, required } = recordIn(schema);
  const names = textsIn(required);
  return Object.entries(recordIn(properties)).map(([name, given]) => {
    const property = recordIn(given);
    const type = typeOfProperty(property) ?? 'string';
    const inner = type === 'array[object]' ? recordIn(property['items']) : property;
    return {
      name,
      type,
      description: textIn(property['description']),
      required: names.includes(name),
      options: listIn(property['enum']).map(textIn),
      fields: type.endsWith('object]') || type === 'object' ? fieldsOfSchema(inner) : [],
      rest: property,
    };
  });
}

export function schemaOfFields(
  fields: readonly SchemaField[],
  before: unknown = emptySchema,
): Config {
  return {
    ...recordIn(before),
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
  };
}

function propertyOf({ type, description, options, fields, rest }: SchemaField): Config {
  const { description: _old, enum: _options, ...kept } = rest;
  const isSame = typeOfProperty(rest) === type;
  const shape = isSame ? sameShape(kept, type, fields) : newShape(type, fields);
  return {
    ...shape,
    ...(description === '' ? {} : { description }),
    ...(options.length > 0 && (type === 'string' || type === 'number')
      ? { enum: type === 'number' ? options.map(Number) : options }
      : {}),
  };
}

function sameShape(kept: Config, type: SchemaType, fields: readonly SchemaField[]): Config {
  if (type === 'object') return schemaOfFields(fields, kept);
  if (type === 'array[object]') return { ...kept, items: schemaOfFields(fields, kept['items']) };
  return kept;
}

function newShape(type: SchemaType, fields: readonly SchemaField[]): Config {
  if (type === 'object') return schemaOfFields(fields);
  if (type === 'array[object]') return { type: 'array', items: schemaOfFields(fields) };
  const item = /^array\[(.+)\]$/.exec(type)?.[1];
  return item === undefined ? { type } : { type: 'array', items: { type: item } };
}

/** A schema that describes an example value. */
export function schemaOfExample(value: unknown): Config {
  if (Array.isArray(value)) {
    const [first] = value as readonly unknown[];
    return {
      type: 'array',
      items: first === undefined ? { type: 'string' } : schemaOfExample(first),
    };
  }
  if (isRecord(value))
    return {
      ...emptySchema,
      properties: Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, schemaOfExample(item)]),
      ),
      required: Object.keys(value),
    };
  const type = typeof value;
  return { type: type === 'number' || type === 'boolean' ? type : 'string' };
}
