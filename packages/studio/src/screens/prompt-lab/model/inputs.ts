/** The inputs of an app's form: what it asks for before it answers. */
import type { AppDocument } from '@outpost/contracts';
import type { EditorCommand } from '../../canvas/model/command.ts';
import {
  classicOf,
  isSettings,
  mapPromptTexts,
  promptTexts,
  settingsIn,
  textIn,
  withClassic,
  type Settings,
} from './classic-config.ts';

export const inputTypes = [
  'text-input',
  'paragraph',
  'select',
  'number',
  'checkbox',
  'file',
  'file-list',
] as const;
export type InputType = (typeof inputTypes)[number];

/** An input with whatever else its file says of it. */
export interface AppInput extends Settings {
  readonly type: string;
  readonly variable: string;
  readonly label: string;
}

/** The form, in order. */
export function inputsOf(document: AppDocument): readonly AppInput[] {
  const form = classicOf(document)['user_input_form'];
  if (!Array.isArray(form)) return [];
  return form.filter(isSettings).flatMap((entry) =>
    Object.entries(entry).flatMap(([type, settings]): AppInput[] => {
      const { variable, label, ...rest } = settingsIn(settings);
      return typeof variable === 'string'
        ? [{ ...rest, type, variable, label: textIn(label) || variable }]
        : [];
    }),
  );
}

function withInputs(document: AppDocument, inputs: readonly AppInput[]): AppDocument {
  return withClassic(document, {
    user_input_form: inputs.map(({ type, ...settings }) => ({ [type]: settings })),
  });
}

/** A new input of a type, with what the type starts with. */
export function newInput(variable: string, type: InputType = 'text-input'): AppInput {
  return { type, variable, label: variable, required: true, default: '', ...startOf(type) };
}

/** What an input needs that becomes one of another type. */
export function retyped(input: AppInput, type: InputType): AppInput {
  const { options, max_length, ...rest } = input;
  return {
    ...startOf(type),
    ...rest,
    ...(type === 'select' && Array.isArray(options) ? { options } : {}),
    ...(hasLength(type) && hasLength(input.type) ? { max_length } : {}),
    type,
  };
}

function hasLength(type: string): boolean {
  return type === 'text-input' || type === 'paragraph' || type === 'file-list';
}

function startOf(type: InputType): Settings {
  switch (type) {
    case 'text-input':
      return { max_length: 200 };
    case 'select':
      return { options: [] };
    case 'file':
    case 'file-list':
      return {
        ...(type === 'file-list' ? { max_length: 5 } : {}),
        allowed_file_types: ['document', 'image'],
        allowed_file_upload_methods: ['local_file', 'remote_url'],
        allowed_file_extensions: [],
      };
    default:
      return {};
  }
}

export function addInputs(inputs: readonly AppInput[]): EditorCommand {
  return {
    label: { key: 'lab.stepAddInput', values: { name: inputs.map(nameOf).join(', ') } },
    edit(document) {
      const taken = new Set(inputsOf(document).map(nameOf));
      const added = inputs.filter(({ variable }) => !taken.has(variable));
      return added.length === 0
        ? document
        : withInputs(document, [...inputsOf(document), ...added]);
    },
  };
}

/** Changes an input; another name is taken over by the prompt. */
export function changeInput(variable: string, input: AppInput): EditorCommand {
  return {
    label: { key: 'lab.stepChangeInput', values: { name: input.variable } },
    edit(document) {
      const inputs = inputsOf(document).map((known) =>
        known.variable === variable ? input : known,
      );
      const changed = withInputs(document, inputs);
      if (input.variable === variable) return changed;
      const pattern = new RegExp(`\\{\\{\\s*${variable.replaceAll(/\W/g, '\\$&')}\\s*\\}\\}`, 'g');
      const renamed = mapPromptTexts(changed, (text) =>
        text.replaceAll(pattern, () => `{{${input.variable}}}`),
      );
      const query = classicOf(document)['dataset_query_variable'];
      return query === variable
        ? withClassic(renamed, { dataset_query_variable: input.variable })
        : renamed;
    },
  };
}

export function removeInput(variable: string): EditorCommand {
  return {
    label: { key: 'lab.stepRemoveInput', values: { name: variable } },
    edit: (document) =>
      withInputs(
        document,
        inputsOf(document).filter((input) => input.variable !== variable),
      ),
  };
}

/** Moves an input up (-1) or down (1). */
export function moveInput(variable: string, by: 1 | -1): EditorCommand {
  return {
    label: { key: 'lab.stepMoveInput', values: { name: variable } },
    edit(document) {
      const inputs = [...inputsOf(document)];
      const from = inputs.findIndex((input) => input.variable === variable);
      const [moved] = inputs.splice(from, 1);
      const to = from + by;
      if (from < 0 || !moved || to < 0 || to > inputs.length) return document;
      inputs.splice(to, 0, moved);
      return withInputs(document, inputs);
    },
  };
}

/** Names that the prompt uses and that nothing gives. */
export function missingInputs(document: AppDocument): readonly string[] {
  const known = new Set(inputsOf(document).map(nameOf));
  const named = promptTexts(document).flatMap((text) =>
    [...text.matchAll(placeholder)].map(([, name]) => name ?? ''),
  );
  return [...new Set(named)].filter((name) => !known.has(name) && !given.has(name));
}

const placeholder = /\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,29})\s*\}\}/g;
/** What chats know without asking. */
const given = new Set(['query']);

export type InputFault = 'name-missing' | 'name-wrong' | 'name-taken' | 'options-missing';

/** What keeps an input from being saved; null when nothing does. */
export function faultOf(input: AppInput, others: readonly AppInput[]): InputFault | null {
  const { variable, type } = input;
  if (variable === '') return 'name-missing';
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,29}$/.test(variable)) return 'name-wrong';
  if (others.some((other) => other.variable === variable)) return 'name-taken';
  if (type === 'select' && optionsOf(input).length === 0) return 'options-missing';
  return null;
}

export function optionsOf({ options }: AppInput): readonly string[] {
  return Array.isArray(options) ? options.map(String).filter((option) => option !== '') : [];
}

function nameOf({ variable }: AppInput): string {
  return variable;
}
