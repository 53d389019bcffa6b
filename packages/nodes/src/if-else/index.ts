import type { NodeKind } from '@outpost/contracts';
import { conditionReferences } from '../conditions/condition-references.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { ifElseConfig, type IfElseConfig } from './config.ts';
import { ifElseManifest } from './manifest.ts';
import { runIfElse } from './run.ts';

export const ifElse: NodeKind<IfElseConfig> = {
  type: 'if-else',
  traits: { branch: true, strategies: true },
  manifest: ifElseManifest,
  parse: (source) => parseFields(ifElseConfig, source),
  references: ({ cases }) => cases.flatMap(({ conditions }) => conditionReferences(conditions)),
  outputs: () => ({ result: 'boolean', selected_case_id: 'string' }),
  handles: ({ cases }) => [...cases.map(({ id }) => id), 'false'],
  run: runIfElse,
};
