import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { templateTransformConfig, type TemplateTransformConfig } from './config.ts';
import { templateTransformManifest } from './manifest.ts';
import { runTemplateTransform } from './run.ts';

export const templateTransform: NodeKind<TemplateTransformConfig> = {
  type: 'template-transform',
  traits: { strategies: true },
  manifest: templateTransformManifest,
  parse: (source) => parseFields(templateTransformConfig, source),
  references: ({ variables }) => variables.map((input) => input.value_selector),
  outputs: () => ({ output: 'string' }),
  run: runTemplateTransform,
};
