import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientRecord, lenientText } from '../placeholder/lenient-fields.ts';
import { parameterReferences } from '../placeholder/parameter-references.ts';
import { datasourceManifest } from './manifest.ts';

const withFile: ReadonlySet<string> = new Set(['local_file', 'online_drive']);

/** Spec/dsl.md 3.21. */
export const datasource = createPlaceholder({
  type: 'datasource',
  traits: { root: true },
  manifest: datasourceManifest,
  schema: z.object({
    plugin_id: lenientText,
    provider_type: lenientText,
    datasource_parameters: lenientRecord,
  }),
  need: () => ({ en: 'knowledge pipelines', zh: '知识流水线功能' }),
  references: (config) => parameterReferences(config.datasource_parameters),
  outputs: ({ provider_type: type }) => ({
    datasource_type: 'string',
    ...(withFile.has(type) ? { file: 'file' } : {}),
  }),
});
