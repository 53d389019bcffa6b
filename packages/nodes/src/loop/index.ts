import type { NodeKind } from '@outpost/contracts';
import { conditionReferences } from '../conditions/condition-references.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { loopConfig, type LoopConfig } from './config.ts';
import { sourceOf } from './loop-variables.ts';
import { loopManifest } from './manifest.ts';
import { loopRounds } from './rounds.ts';

export const loop: NodeKind<LoopConfig> = {
  type: 'loop',
  traits: { strategies: true },
  manifest: loopManifest,
  parse: (source) => parseFields(loopConfig, source),
  references: (config) => [
    ...config.loop_variables.flatMap((variable) =>
      variable.value_type === 'variable' ? [sourceOf(variable)] : [],
    ),
    ...conditionReferences(config.break_conditions),
  ],
  outputs: (config) => ({
    ...Object.fromEntries(config.loop_variables.map(({ label, var_type }) => [label, var_type])),
    loop_round: 'number',
  }),
  roundVariables: (config) =>
    Object.fromEntries(config.loop_variables.map(({ label, var_type }) => [label, var_type])),
  container: loopRounds,
};
