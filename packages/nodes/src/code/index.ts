import type { JsonSchema, NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { typeSchema } from '../fields/type-schema.ts';
import { codeConfig, type CodeConfig, type OutputShapes } from './config.ts';
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
  shapes: ({ outputs }) => shapesOf(outputs),
  run: runCode,
};

function shapesOf(outputs: OutputShapes): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { type, children }]) => [
      name,
      children && type === 'object'
        ? { type: 'object', properties: shapesOf(children) }
        : typeSchema(type),
    ]),
  );
}
