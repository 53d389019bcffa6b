import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { codeConfig, type CodeConfig } from './config.ts';
import { codeManifest } from './manifest.ts';
import { runCode } from './run.ts';

export const code: NodeKind<CodeConfig> = {
  type: 'code',
  traits: { retries: true, strategies: true },
  manifest: codeManifest,
  parse: (source) => parseFields(codeConfig, source),
  references: ({ variables }) => variables.map((input) => input.value_selector),
  outputs: ({ outputs }) =>
    Object.fromEntries(Object.entries(outputs).map(([name, { type }]) => [name, type])),
  run: runCode,
};
