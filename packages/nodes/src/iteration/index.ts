import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { iterationConfig, type IterationConfig } from './config.ts';
import { iterationManifest } from './manifest.ts';
import { iterationRounds } from './rounds.ts';

export const iteration: NodeKind<IterationConfig> = {
  type: 'iteration',
  traits: { strategies: true },
  manifest: iterationManifest,
  parse: (source) => parseFields(iterationConfig, source),
  references: (config) => [config.iterator_selector],
  outputs: (config) => ({ output: config.output_type || 'array[any]' }),
  roundVariables: (config) => ({ item: config.iterator_selector, index: 'number' }),
  container: iterationRounds,
};
