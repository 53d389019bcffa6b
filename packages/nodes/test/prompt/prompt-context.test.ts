import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Value } from '@outpost/contracts';
import { readPromptContext } from '../../src/prompt/prompt-context.ts';

describe('a context variable becomes text', () => {
  const cases: readonly (readonly [name: string, value: Value | undefined, text: string])[] = [
    ['text as it is', ' a\n', ' a\n'],
    ['a list of texts', ['a', 'b'], 'a\nb'],
    ['passages', [{ content: 'a' }, { content: 'b', summary: 'in short' }], 'a\nin short\nb'],
    ['an empty list', [], ''],
    ['null', null, ''],
    ['nothing', undefined, ''],
  ];
  for (const [name, value, text] of cases)
    test(name, () => {
      assert.equal(readPromptContext(value, 'Node').text, text);
    });
});

test('an item without content is refused', () => {
  assert.throws(() => readPromptContext([{ title: 'a' }], 'Node'), {
    code: 'prompt_context_invalid',
  });
});

test('passages of knowledge become citations under the names of the Service API', () => {
  const passage = (score: number, position: number): Value => ({
    content: 'text',
    title: 'Manual.pdf',
    metadata: {
      _source: 'knowledge',
      position,
      dataset_id: 'd',
      dataset_name: 'Docs',
      document_id: 'f',
      document_name: 'Manual.pdf',
      document_data_source_type: 'upload_file',
      segment_id: 's',
      retriever_from: 'workflow',
      score,
      segment_hit_count: 3,
      segment_word_count: 40,
      segment_position: 7,
      segment_index_node_hash: 'h',
      doc_metadata: { year: 2026 },
    },
  });

  const { citations } = readPromptContext(
    [passage(0.9, 1), { content: 'not from knowledge' }, passage(0.5, 2)],
    'Node',
  );

  assert.equal(citations.length, 2);
  assert.deepEqual(citations[0], {
    position: 1,
    dataset_id: 'd',
    dataset_name: 'Docs',
    document_id: 'f',
    document_name: 'Manual.pdf',
    data_source_type: 'upload_file',
    segment_id: 's',
    retriever_from: 'workflow',
    score: 0.9,
    hit_count: 3,
    word_count: 40,
    segment_position: 7,
    index_node_hash: 'h',
    content: 'text',
    page: null,
    doc_metadata: { year: 2026 },
    title: 'Manual.pdf',
    files: [],
    summary: null,
  });
});
