import { z } from 'zod';
import { flagField, listField, numberField, textField } from '../fields/fields.ts';
import { parseJson } from '../fields/parse-json.ts';

const inputTypes = [
  'text-input',
  'paragraph',
  'select',
  'number',
  'checkbox',
  'file',
  'file-list',
  'json_object',
  'external_data_tool',
] as const;
export type InputType = (typeof inputTypes)[number];

/** Names from old editor builds. */
const formerTypes: Readonly<Record<string, InputType>> = {
  files: 'file-list',
  'multi-files': 'file-list',
  'single-file': 'file',
  json: 'json_object',
  url: 'text-input',
  contexts: 'paragraph',
  iterator: 'paragraph',
};

const typeField = z.string().transform((name, refinement): InputType => {
  const type = formerTypes[name] ?? inputTypes.find((known) => known === name);
  if (type) return type;
  refinement.addIssue({ code: 'custom', message: `“${name}” is not a kind of input` });
  return z.NEVER;
});

/** Absent and empty mean “any object”. */
const schemaField = z
  .union([z.record(z.string(), z.unknown()), z.string()])
  .nullish()
  .transform((given, refinement): Readonly<Record<string, unknown>> | null => {
    if (given === null || given === undefined || given === '') return null;
    const schema: unknown = typeof given === 'string' ? parseJson(given) : given;
    const parsed = z.record(z.string(), z.unknown()).safeParse(schema);
    if (parsed.success) return Object.keys(parsed.data).length > 0 ? parsed.data : null;
    refinement.addIssue({ code: 'custom', message: 'a JSON Schema object is expected' });
    return z.NEVER;
  });

const inputField = z.object({
  variable: z.string().min(1, 'an input needs a name'),
  label: textField,
  type: typeField,
  required: flagField,
  /** Characters of a text, files of a list. */
  max_length: numberField,
  default: z.unknown().optional(),
  options: listField(z.union([z.string(), z.number().transform(String)])),
  json_schema: schemaField,
});
export type InputField = z.output<typeof inputField>;

/** Spec/dsl.md 3.1. */
export const startConfig = z.object({ variables: listField(inputField) });
export type StartConfig = z.output<typeof startConfig>;
