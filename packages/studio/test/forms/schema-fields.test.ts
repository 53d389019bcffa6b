import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canBeFields,
  fieldsOfSchema,
  schemaOfExample,
  schemaOfFields,
} from '../../src/screens/canvas/forms/model/schema-fields.ts';

const schema = {
  type: 'object',
  title: 'Kept',
  additionalProperties: false,
  properties: {
    title: { type: 'string', description: 'A title', maxLength: 20 },
    mood: { type: 'string', enum: ['good', 'bad'] },
    year: { type: 'integer', minimum: 1900 },
    people: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    },
  },
  required: ['title', 'people'],
};

test('a plain schema goes into fields and back unchanged, with all that fields do not show', () => {
  assert.deepEqual(schemaOfFields(fieldsOfSchema(schema), schema), schema);
});

test('an edited field changes what was edited only', () => {
  const fields = fieldsOfSchema(schema).map((field) =>
    field.name === 'title' ? { ...field, type: 'number' as const, description: '' } : field,
  );

  const edited = schemaOfFields(fields, schema);

  assert.deepEqual(edited, {
    ...schema,
    properties: { ...schema.properties, title: { type: 'number' } },
  });
});

test('a schema that says more than fields can show stays JSON', () => {
  assert.equal(canBeFields(schema), true);
  assert.equal(canBeFields({ type: 'object', properties: { a: { anyOf: [] } } }), false);
  assert.equal(canBeFields({ type: 'object', properties: { a: { type: 'array' } } }), false);
  assert.equal(canBeFields({ type: 'array' }), false);
});

test('an example becomes a schema that fields can show', () => {
  const made = schemaOfExample({ name: 'Ada', tags: ['x'], sizes: [{ w: 1 }], ok: true });

  assert.equal(canBeFields(made), true);
  assert.deepEqual(
    fieldsOfSchema(made).map(({ name, type, required }) => `${name} ${type} ${required}`),
    ['name string true', 'tags array[string] true', 'sizes array[object] true', 'ok boolean true'],
  );
});
