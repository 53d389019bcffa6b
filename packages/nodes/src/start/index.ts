import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { startConfig, type InputType, type StartConfig } from './config.ts';
import { startManifest } from './manifest.ts';
import { readInputs } from './read-inputs.ts';
import { runStart } from './run.ts';

export const start: NodeKind<StartConfig> = {
  type: 'start',
  traits: { root: true },
  manifest: startManifest,
  parse: (source) => parseFields(startConfig, source),
  references: () => [],
  outputs: ({ variables }) =>
    Object.fromEntries(variables.map(({ variable, type }) => [variable, outputTypes[type]])),
  shapes: ({ variables }) =>
    Object.fromEntries(
      variables.flatMap(({ variable, json_schema: schema }) =>
        schema ? [[variable, schema] as const] : [],
      ),
    ),
  readInputs,
  run: runStart,
};

const outputTypes: Readonly<Record<InputType, string>> = {
  'text-input': 'string',
  paragraph: 'string',
  select: 'string',
  number: 'number',
  checkbox: 'boolean',
  file: 'file',
  'file-list': 'array[file]',
  json_object: 'object',
  external_data_tool: 'string',
};
