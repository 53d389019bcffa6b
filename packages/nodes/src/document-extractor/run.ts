import {
  isFileValue,
  typeOfValue,
  type FileValue,
  type NodeContext,
  type NodeResult,
  type Value,
} from '@outpost/contracts';
import { failWith, nodeFailure, requireValue } from '../failures/node-failure.ts';
import { isFileList } from '../conditions/file-conditions.ts';
import type { DocumentExtractorConfig } from './config.ts';
import { documentFormat } from './document-format.ts';
import { readDocument } from './read-document.ts';

/** One file gives its text, a list of files a list of texts. */
export async function runDocumentExtractor(
  context: NodeContext,
  { variable_selector: selector }: DocumentExtractorConfig,
): Promise<NodeResult> {
  const value = requireValue(context.variables, selector);
  const inputs = { variable_selector: value };
  if (isFileValue(value)) return { inputs, outputs: { text: await readFile(context, value) } };
  const texts: string[] = [];
  // One after the other: a list may hold as many bytes as a run may, but not all at once.
  for (const file of filesIn(value)) texts.push(await readFile(context, file));
  return { inputs, outputs: { text: texts } };
}

function filesIn(value: Value): readonly FileValue[] {
  if (value === null) return [];
  if (isFileList(value)) return value;
  throw failWith('DocumentExtractorError', {
    en: `The variable is of type ${typeOfValue(value)}; a file or a list of files is needed.`,
    zh: `变量类型为 ${typeOfValue(value)}，需要文件或文件列表。`,
  });
}

const documentBytesMax = 15 * 1024 * 1024;

async function readFile({ ports, signal, title }: NodeContext, file: FileValue): Promise<string> {
  const format = documentFormat(file);
  const name = file.filename ?? '';
  if (format.type === 'unknown')
    throw failWith('UnsupportedFileTypeError', {
      en: `The file “${name}” is not a document that has text to read.`,
      zh: `文件“${name}”不是可提取文本的文档。`,
    });
  if (format.type === 'unread')
    throw nodeFailure('UnsupportedFileTypeError', 'node_unavailable', {
      node: title,
      need: {
        en: `a reader for ${format.name} files (“${name}”)`,
        zh: `${format.name} 文件解析器（“${name}”）`,
      },
    });
  const bytes = await ports.files.read(file, { limitBytes: documentBytesMax, signal });
  return readDocument(format.format, bytes);
}
