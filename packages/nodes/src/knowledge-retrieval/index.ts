import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientRecord, lenientSelector } from '../placeholder/lenient-fields.ts';
import { parameterReferences } from '../placeholder/parameter-references.ts';
import { knowledgeRetrievalManifest } from './manifest.ts';

/** Spec/dsl.md 3.5. */
export const knowledgeRetrieval = createPlaceholder({
  type: 'knowledge-retrieval',
  traits: { strategies: true },
  manifest: knowledgeRetrievalManifest,
  schema: z.object({
    query_variable_selector: lenientSelector,
    query_attachment_selector: lenientSelector,
    metadata_filtering_conditions: lenientRecord,
  }),
  need: () => ({ en: 'knowledge bases', zh: '知识库功能' }),
  references: (config) => [
    ...[config.query_variable_selector, config.query_attachment_selector].filter(
      (selector) => selector.length > 0,
    ),
    ...parameterReferences(config.metadata_filtering_conditions),
  ],
  outputs: () => ({ result: 'array[object]' }),
});
