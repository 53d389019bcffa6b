import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientSelector } from '../placeholder/lenient-fields.ts';
import { knowledgeIndexManifest } from './manifest.ts';

/** Spec/dsl.md 3.21. */
export const knowledgeIndex = createPlaceholder({
  type: 'knowledge-index',
  manifest: knowledgeIndexManifest,
  schema: z.object({ index_chunk_variable_selector: lenientSelector }),
  need: () => ({ en: 'knowledge pipelines', zh: '知识流水线功能' }),
  references: ({ index_chunk_variable_selector: selector }) =>
    selector.length > 0 ? [selector] : [],
  outputs: () => ({}),
});
