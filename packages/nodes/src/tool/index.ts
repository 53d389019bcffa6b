import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { parameterReferences } from '../placeholder/parameter-references.ts';
import { schemaOutputs } from '../placeholder/schema-outputs.ts';
import { toolSchema, type ToolConfig } from './config.ts';
import { toolManifest } from './manifest.ts';
import { runTool } from './run.ts';

/** Spec/dsl.md 3.16. */
export const tool: NodeKind<ToolConfig> = {
  type: 'tool',
  traits: { retries: true, strategies: true, streams: true },
  manifest: toolManifest,
  parse: (source) => parseFields(toolSchema, source),
  references: (config) => [
    ...parameterReferences(config.tool_parameters),
    ...parameterReferences(config.tool_configurations),
  ],
  outputs: (config) => ({
    ...schemaOutputs(config.output_schema),
    text: 'string',
    files: 'array[file]',
    json: 'array[object]',
  }),
  run: runTool,
};
