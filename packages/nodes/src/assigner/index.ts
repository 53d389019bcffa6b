import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { assignerConfig, type AssignerConfig } from './config.ts';
import { assignerManifest } from './manifest.ts';
import { runAssigner } from './run.ts';

export const assigner: NodeKind<AssignerConfig> = {
  type: 'assigner',
  traits: { strategies: true },
  manifest: assignerManifest,
  parse: (source) => parseFields(assignerConfig, source),
  references: ({ assignments }) =>
    assignments.flatMap(({ target, source }) =>
      source.type === 'variable' && source.selector.length > 0
        ? [target, source.selector]
        : [target],
    ),
  writes: ({ assignments }) => assignments.map(({ target }) => target),
  outputs: () => ({}),
  run: runAssigner,
};
