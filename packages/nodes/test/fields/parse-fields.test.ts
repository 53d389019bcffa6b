import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@outpost/contracts';
import { z } from 'zod';
import {
  flagOnField,
  listField,
  numberField,
  selectorField,
  textField,
} from '../../src/fields/fields.ts';
import { parseFields } from '../../src/fields/parse-fields.ts';

function source(config: Readonly<Record<string, unknown>>) {
  return { id: 'n1', title: 'My node', config };
}

test('null and absent read the same', () => {
  const schema = z.object({
    text: textField,
    on: flagOnField,
    list: listField(z.string()),
    number: numberField,
    selector: selectorField,
  });
  const expected = { text: '', on: true, list: [], number: null, selector: [] };
  assert.deepEqual(parseFields(schema, source({})), expected);
  assert.deepEqual(
    parseFields(schema, source({ text: null, on: null, list: null, number: null, selector: null })),
    expected,
  );
});

test('numbers may be text, and the parts of a selector numbers', () => {
  const schema = z.object({ number: numberField, selector: selectorField });
  assert.deepEqual(parseFields(schema, source({ number: ' 12.5 ', selector: [1711, 'text'] })), {
    number: 12.5,
    selector: ['1711', 'text'],
  });
});

test('a wrong type is refused with the node, the path and the reason', () => {
  const schema = z.object({ items: listField(z.object({ selector: selectorField })) });
  const parse = () => parseFields(schema, source({ items: [{ selector: ['a', {}] }] }));
  assert.throws(parse, (error: unknown) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'node_config_invalid');
    assert.equal(error.details['node'], 'My node');
    assert.equal(error.details['path'], 'items.0.selector.1');
    return true;
  });
});

test('a union says where its best alternative went wrong', () => {
  const schema = z.object({ body: z.union([z.string(), z.object({ size: z.number() })]) });
  assert.throws(() => parseFields(schema, source({ body: { size: 'big' } })), /at body\.size/);
});

test('the reason is told in both languages', () => {
  const schema = z.object({ size: z.number(), mode: z.enum(['a', 'b']) });
  const told = (config: Readonly<Record<string, unknown>>): readonly string[] => {
    try {
      parseFields(schema, source(config));
    } catch (error) {
      if (error instanceof AppError) return [error.messageIn('en'), error.messageIn('zh')];
    }
    return [];
  };

  const [english, chinese = ''] = told({ size: 'big', mode: 'a' });
  assert.match(english ?? '', /expected number, received string \(at size\)/);
  assert.match(chinese, /期望 数字/);
  assert.doesNotMatch(chinese, /expected|received/);
  assert.doesNotMatch(told({ size: 1, mode: 'c' })[1] ?? '', /expected|Invalid/);
});
