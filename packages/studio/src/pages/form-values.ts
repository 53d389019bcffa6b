/** What a form holds, from its first values to what is sent. */
import type { FormField } from '@outpost/contracts';

/** A file that was uploaded or lies elsewhere, as the API takes it. */
export interface AttachedFile {
  readonly name: string;
  readonly type: string;
  readonly reference: Readonly<Record<string, string>>;
}

export type FieldValue = string | boolean | readonly AttachedFile[];
export type FormValues = Readonly<Record<string, FieldValue>>;

/** `given` is what the address of the page or an embedding site fills in. */
export function firstValues(
  form: readonly FormField[],
  given: Readonly<Record<string, string>> = {},
): FormValues {
  return Object.fromEntries(
    form.map((field) => [field.name, firstValue(field, given[field.name])]),
  );
}

function firstValue(field: FormField, given: string | undefined): FieldValue {
  if (field.type === 'file' || field.type === 'files') return [];
  if (field.type === 'checkbox')
    return given === undefined ? field.initial === true : /^(true|1|yes|on)$/i.test(given);
  const value = given ?? (field.initial === null ? '' : String(field.initial));
  if (field.type === 'select') return field.options.includes(value) ? value : '';
  const { lengthMax } = field;
  return lengthMax === null ? value : Array.from(value).slice(0, lengthMax).join('');
}

export type FieldFault = 'required' | 'number' | 'json' | 'tooLong' | 'choice';

/** What keeps the form from being sent, by field. */
export function faultsOf(
  form: readonly FormField[],
  values: FormValues,
): Readonly<Record<string, FieldFault>> {
  return Object.fromEntries(
    form.flatMap((field) => {
      const fault = faultOf(field, values[field.name]);
      return fault === null ? [] : [[field.name, fault]];
    }),
  );
}

function faultOf(field: FormField, value: FieldValue = ''): FieldFault | null {
  if (Array.isArray(value)) return field.required && value.length === 0 ? 'required' : null;
  if (typeof value !== 'string') return null;
  if (value.trim() === '') return field.required ? 'required' : null;
  switch (field.type) {
    case 'number':
      return Number.isFinite(Number(value)) ? null : 'number';
    case 'json':
      return isObjectText(value) ? null : 'json';
    case 'select':
      return field.options.includes(value) ? null : 'choice';
    default:
      return field.lengthMax !== null && charactersIn(value) > field.lengthMax ? 'tooLong' : null;
  }
}

/** As the server counts: an emoji outside the basic plane is one. */
function charactersIn(text: string): number {
  return Array.from(text).length;
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The inputs of a run; what was left empty is left out. */
export function inputsOf(
  form: readonly FormField[],
  values: FormValues,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    form.flatMap((field) => {
      const input = inputOf(field, values[field.name]);
      return input === undefined ? [] : [[field.name, input]];
    }),
  );
}

function inputOf(field: FormField, value: FieldValue = ''): unknown {
  if (Array.isArray(value)) {
    const references = (value as readonly AttachedFile[]).map(({ reference }) => reference);
    return field.type === 'files' ? references : references[0];
  }
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  if (field.type === 'number') return Number(value);
  return field.type === 'json' ? (JSON.parse(value) as unknown) : value;
}
