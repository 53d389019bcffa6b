import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTokens } from '../../src/editor/estimate-tokens.ts';
import { filesOf, mappingOfAddress, mappingOfUpload } from '../../src/editor/file-mapping.ts';
import { checkValue, textOfValue } from '../../src/editor/value-text.ts';
import { fitsType } from '../../src/editor/variable-types.ts';

test('a type fits where it is named, where anything goes, and where any list goes', () => {
  const rows: readonly (readonly [string, readonly string[] | undefined, boolean])[] = [
    ['string', undefined, true],
    ['string', ['string'], true],
    ['secret', ['string'], true],
    ['number', ['string'], false],
    ['any', ['number'], true],
    ['array[string]', ['array[any]'], true],
    ['array[any]', ['array[file]'], true],
    ['array[string]', ['array[number]'], false],
    ['string', ['array[any]'], false],
  ];
  for (const [type, accepts, fits] of rows)
    assert.equal(fitsType(type, accepts), fits, `${type} in ${String(accepts)}`);
});

test('a value typed as JSON is taken when it is of its type; blank is none', () => {
  assert.deepEqual(checkValue('[1, 2]', 'array[number]'), { value: [1, 2], problem: null });
  assert.deepEqual(checkValue('[1, "2"]', 'array[number]').problem, 'notType');
  assert.deepEqual(checkValue('{"a":', 'object').problem, 'notJson');
  assert.deepEqual(checkValue(' ', 'object'), { value: null, problem: null });
  assert.equal(textOfValue({ a: 1 }), '{\n  "a": 1\n}');
});

test('files of a run become files for the next, whatever form they came in', () => {
  const upload = mappingOfUpload({ id: 'u1', name: 'a.PDF', size: 9, extension: '.PDF' });
  const address = mappingOfAddress('https://host/pictures/cat.png?size=2');
  const seen = {
    dify_model_identity: '__dify__file__',
    type: 'image',
    transfer_method: 'local_file',
    related_id: 'u2',
    filename: 'b.png',
    size: -1,
    url: '/files/u2',
  };

  assert.deepEqual([upload.type, address.type, address.name], ['document', 'image', 'cat.png']);
  assert.deepEqual(filesOf([upload, seen, 'no file']), [
    upload,
    { type: 'image', transfer_method: 'local_file', upload_file_id: 'u2', name: 'b.png' },
  ]);
});

test('a token estimate is near what tokenizers count, in English and Chinese', () => {
  // Counted with o200k_base: 12 and 16.
  const english = 'You are a helpful assistant. Answer in three short sentences.';
  const chinese = '你是一个乐于助人的助手，请用三句话简短回答。';

  assert.ok(Math.abs(estimateTokens(english) - 12) <= 4, String(estimateTokens(english)));
  assert.ok(Math.abs(estimateTokens(chinese) - 16) <= 4, String(estimateTokens(chinese)));
  assert.equal(estimateTokens(''), 0);
});
