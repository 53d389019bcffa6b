import {
  AppError,
  filesInValue,
  isFileValue,
  isObjectValue,
  textFromValue,
  type FileValue,
  type Value,
  type Values,
} from '@outpost/contracts';

/** What a prompt knows from retrieval: the text, its sources, and the files of the passages. */
export interface PromptContext {
  readonly text: string;
  /** `retriever_resources` of the Service API. */
  readonly citations: readonly Values[];
  readonly files: readonly FileValue[];
}

export const noContext: PromptContext = { text: '', citations: [], files: [] };

/**
 * Reads the value of a context variable: a text, or a list of texts and of objects with `content`,
 * such as knowledge retrieval gives. Throws `prompt_context_invalid` for an object without `content`.
 */
export function readPromptContext(value: Value | undefined, node: string): PromptContext {
  if (value === undefined || value === null) return noContext;
  if (typeof value === 'string') return { ...noContext, text: value };
  const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
  const lines: string[] = [];
  const citations: Values[] = [];
  const files: FileValue[] = [];
  for (const item of items) {
    if (isObjectValue(item)) {
      lines.push(...linesOfPassage(item, node));
      files.push(...filesInValue(item['files']));
      const citation = citationOfPassage(item, citations.length + 1);
      if (citation) citations.push(citation);
    } else if (isFileValue(item))
      throw new AppError('prompt_context_invalid', { details: { node } });
    else lines.push(textFromValue(item));
  }
  return { text: lines.join('\n').trim(), citations, files };
}

function linesOfPassage(passage: Values, node: string): readonly string[] {
  const content = passage['content'];
  if (content === undefined) throw new AppError('prompt_context_invalid', { details: { node } });
  const summary = passage['summary'];
  const text = textFromValue(content);
  return typeof summary === 'string' && summary !== '' ? [summary, text] : [text];
}

function citationOfPassage(passage: Values, position: number): Values | null {
  const metadata = passage['metadata'];
  if (!isObjectValue(metadata) || metadata['_source'] !== 'knowledge') return null;
  const fact = (name: string): Value => metadata[name] ?? null;
  return {
    position: metadata['position'] ?? position,
    dataset_id: fact('dataset_id'),
    dataset_name: fact('dataset_name'),
    document_id: fact('document_id'),
    document_name: fact('document_name'),
    data_source_type: metadata['data_source_type'] ?? fact('document_data_source_type'),
    segment_id: fact('segment_id'),
    retriever_from: metadata['retriever_from'] ?? 'workflow',
    score: fact('score'),
    hit_count: fact('segment_hit_count'),
    word_count: fact('segment_word_count'),
    segment_position: fact('segment_position'),
    index_node_hash: fact('segment_index_node_hash'),
    content: passage['content'] ?? '',
    page: fact('page'),
    doc_metadata: fact('doc_metadata'),
    title: passage['title'] ?? null,
    files: passage['files'] ?? [],
    summary: passage['summary'] ?? null,
  };
}
