import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { documentExtractorConfig, type DocumentExtractorConfig } from './config.ts';
import { documentExtractorManifest } from './manifest.ts';
import { runDocumentExtractor } from './run.ts';

export const documentExtractor: NodeKind<DocumentExtractorConfig> = {
  type: 'document-extractor',
  traits: { strategies: true },
  manifest: documentExtractorManifest,
  parse: (source) => parseFields(documentExtractorConfig, source),
  references: (config) => [config.variable_selector],
  outputs: (config) => ({ text: config.is_array_file ? 'array[string]' : 'string' }),
  run: runDocumentExtractor,
};
