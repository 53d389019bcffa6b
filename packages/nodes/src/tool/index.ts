import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientRecord, lenientText } from '../placeholder/lenient-fields.ts';
import { parameterReferences } from '../placeholder/parameter-references.ts';
import { schemaOutputs, schemaShapes } from '../placeholder/schema-outputs.ts';
import { toolManifest } from './manifest.ts';

/** Spec/dsl.md 3.16. */
export const tool = createPlaceholder({
  type: 'tool',
  traits: { retries: true, strategies: true, streams: true },
  manifest: toolManifest,
  schema: z.object({
    provider_id: lenientText,
    tool_name: lenientText,
    tool_label: lenientText,
    tool_parameters: lenientRecord,
    tool_configurations: lenientRecord,
    output_schema: lenientRecord,
  }),
  need: ({ provider_id: provider, tool_name: name, tool_label: label }) => ({
    en: `the tool “${label || name}” of ${provider}`,
    zh: `${provider} 的工具“${label || name}”`,
  }),
  references: (config) => [
    ...parameterReferences(config.tool_parameters),
    ...parameterReferences(config.tool_configurations),
  ],
  shapes: (config) => schemaShapes(config.output_schema),
  outputs: (config) => ({
    ...schemaOutputs(config.output_schema),
    text: 'string',
    files: 'array[file]',
    json: 'array[object]',
  }),
});
