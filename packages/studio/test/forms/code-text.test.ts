import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeInLanguage, namesInCode } from '../../src/screens/canvas/forms/model/code-text.ts';

test('the names that code asks for are read from its main function', () => {
  const python =
    'import json\n\ndef main(text: str, sizes: dict[str, int], n=3, **rest) -> dict:\n  pass';
  const javascript = 'function main({ text, items, limit = 3 }) { return {}; }';

  assert.deepEqual(namesInCode(python, 'python3'), ['text', 'sizes']);
  assert.deepEqual(namesInCode(javascript, 'javascript'), ['text', 'items']);
  assert.deepEqual(namesInCode('def other(): pass', 'python3'), []);
});

test('an example follows the language; written code is never replaced', () => {
  const example = codeInLanguage('', 'python3', ['text']);

  assert.match(codeInLanguage(example, 'javascript', ['text']), /function main\(\{ text \}\)/);
  assert.equal(
    codeInLanguage('def main(a):\n    return {"x": a * 2}', 'javascript', ['a']),
    'def main(a):\n    return {"x": a * 2}',
  );
});
