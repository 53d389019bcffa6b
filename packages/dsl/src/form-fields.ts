import type { AppDocument, FormField } from '@outpost/contracts';
import { inputsOfForm, type FormInput } from './classic/input-form.ts';
import { featuresOf } from './features-of.ts';
import { textOf } from './reading/shape.ts';

/** The form that an app shows before it runs; inputs that its maker hid are left out. */
export function formFieldsOf(document: AppDocument): readonly FormField[] {
  return inputsOfForm(featuresOf(document).user_input_form)
    .filter((input) => input['hide'] !== true)
    .map(fieldOf);
}

function fieldOf(input: FormInput): FormField {
  const type = types[input.type] ?? 'text';
  const isFile = type === 'file' || type === 'files';
  return {
    name: input.variable,
    label: textOf(input['label']) || input.variable,
    type,
    required: input['required'] === true,
    placeholder: textOf(input['placeholder']),
    hint: textOf(input['hint']) || textOf(input['description']),
    lengthMax: type === 'text' || type === 'paragraph' || type === 'files' ? lengthOf(input) : null,
    options: Array.isArray(input['options']) ? input['options'].map(String) : [],
    initial: isFile ? null : initialOf(input['default']),
    accepts: isFile ? acceptedBy(input) : null,
  };
}

/** By every name that an app file of any age has for a kind of input. */
const types: Readonly<Record<string, FormField['type']>> = {
  'text-input': 'text',
  url: 'text',
  external_data_tool: 'text',
  paragraph: 'paragraph',
  contexts: 'paragraph',
  iterator: 'paragraph',
  select: 'select',
  number: 'number',
  checkbox: 'checkbox',
  file: 'file',
  'single-file': 'file',
  'file-list': 'files',
  files: 'files',
  'multi-files': 'files',
  json_object: 'json',
  json: 'json',
};

function lengthOf(input: FormInput): number | null {
  const given = input['max_length'];
  return typeof given === 'number' && Number.isInteger(given) && given > 0 ? given : null;
}

function initialOf(value: unknown): FormField['initial'] {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, null, 2);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}

function acceptedBy(input: FormInput): FormField['accepts'] {
  const methods = textsOf(input['allowed_file_upload_methods']);
  return {
    types: textsOf(input['allowed_file_types']),
    extensions: textsOf(input['allowed_file_extensions']).map((extension) =>
      `.${extension.replace(/^\./, '')}`.toLowerCase(),
    ),
    local: methods.length === 0 || methods.includes('local_file'),
    remote: methods.length === 0 || methods.includes('remote_url'),
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
