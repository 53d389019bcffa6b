import type { NodeKind, TemplateSegment } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { endConfig, type EndConfig } from './config.ts';
import { endManifest } from './manifest.ts';
import { runEnd } from './run.ts';

export const end: NodeKind<EndConfig> = {
  type: 'end',
  traits: { response: true },
  manifest: endManifest,
  parse: (source) => parseFields(endConfig, source),
  references: ({ outputs }) => outputs.map((output) => output.value_selector),
  outputs: ({ outputs }) =>
    Object.fromEntries(outputs.map((output) => [output.variable, output.value_type || 'any'])),
  response,
  run: runEnd,
};

/** A workflow streams its outputs in order, a line break between two. */
function response({ outputs }: EndConfig): readonly TemplateSegment[] {
  const selectors = outputs.map((output) => output.value_selector);
  return selectors
    .filter((selector) => selector.length > 1)
    .flatMap((selector, index): TemplateSegment[] => [
      ...(index > 0 ? [{ type: 'text' as const, text: '\n' }] : []),
      { type: 'reference', selector, source: selector.join('.') },
    ]);
}
