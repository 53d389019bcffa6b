import { z } from 'zod';
import { flagField, listField, textField } from '../fields/fields.ts';
import {
  memoryField,
  modelField,
  optionalSelectorField,
  visionField,
} from '../prompt/model-fields.ts';

const parameterTypes = [
  'string',
  'number',
  'boolean',
  'select',
  'array[string]',
  'array[number]',
  'array[object]',
  'array[boolean]',
] as const;
export type ParameterType = (typeof parameterTypes)[number];

const parameterField = z.object({
  name: z
    .string()
    .min(1, 'a parameter needs a name')
    .refine((name) => !reservedNames.has(name), 'this name is taken by the node itself'),
  type: z.preprocess((type) => (type === 'bool' ? 'boolean' : type), z.enum(parameterTypes)),
  description: textField,
  required: flagField,
  options: listField(z.union([z.string(), z.number()]).transform(String)),
});
export type Parameter = z.output<typeof parameterField>;

/** A node's settings: spec/dsl.md 3.15. */
export const parameterExtractorConfig = z.object({
  /** A selector; very old files have a text with references. */
  query: z.union([optionalSelectorField, z.string()]),
  model: modelField,
  parameters: listField(parameterField),
  instruction: textField,
  reasoning_mode: z
    .string()
    .nullish()
    .transform((mode) => (mode === 'prompt' ? 'prompt' : 'function_call')),
  memory: memoryField,
  vision: visionField,
});
export type ParameterExtractorConfig = z.output<typeof parameterExtractorConfig>;

const reservedNames: ReadonlySet<string> = new Set(['__reason', '__is_success', '__usage']);
