/** The values of a run's form: what it starts with, and what it sends. */
import type { FormField } from '@outpost/contracts';

export type FormValues = Readonly<Record<string, unknown>>;

/** What each field holds before anybody types. */
export function initialValues(fields: readonly FormField[]): FormValues {
  return Object.fromEntries(
    fields.map(({ name, type, initial }) => [name, type === 'json' ? jsonOf(initial) : initial]),
  );
}

function jsonOf(initial: FormField['initial']): unknown {
  if (typeof initial !== 'string' || initial.trim() === '') return null;
  try {
    return JSON.parse(initial);
  } catch {
    return null;
  }
}

/** Names of required fields that are empty. A checkbox is never empty: it says no. */
export function missingFields(fields: readonly FormField[], values: FormValues): readonly string[] {
  return fields
    .filter(({ name, type, required }) => required && type !== 'checkbox' && isEmpty(values[name]))
    .map(({ name }) => name);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** What is sent: empty fields are left out, so that the app's own defaults hold. */
export function inputsToSend(fields: readonly FormField[], values: FormValues): FormValues {
  return Object.fromEntries(
    fields.flatMap(({ name, type }) => {
      const value = values[name];
      if (type === 'checkbox') return [[name, value === true]];
      return isEmpty(value) ? [] : [[name, value]];
    }),
  );
}
