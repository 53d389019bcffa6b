import { selectorsInTemplate, type NodeKind } from '@outpost/contracts';
import { selectorsInParameters } from '../prompt/completion-parameters.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { parameterExtractorConfig, type ParameterExtractorConfig } from './config.ts';
import { parameterExtractorManifest } from './manifest.ts';
import { runParameterExtractor } from './run.ts';

export const parameterExtractor: NodeKind<ParameterExtractorConfig> = {
  type: 'parameter-extractor',
  traits: { strategies: true },
  manifest: parameterExtractorManifest,
  parse: (source) => parseFields(parameterExtractorConfig, source),
  references: ({ query, instruction, vision, model }) => [
    ...(typeof query === 'string' ? selectorsInTemplate(query) : query ? [query] : []),
    ...selectorsInTemplate(instruction),
    ...(vision ? [vision.selector] : []),
    ...selectorsInParameters(model),
  ],
  outputs: ({ parameters }) => ({
    __is_success: 'number',
    __reason: 'string',
    __usage: 'object',
    ...Object.fromEntries(
      parameters.map(({ name, type }) => [name, type === 'select' ? 'string' : type]),
    ),
  }),
  run: runParameterExtractor,
};
