import { isObjectValue, type Value } from '@outpost/contracts';
import { findJson } from '../prompt/find-json.ts';

/** A class with its name as the model saw it. */
export interface NamedClass {
  readonly id: string;
  readonly name: string;
}

/**
 * The class that a reply names: by the `category_id` in its JSON. Small models put the name where
 * the id belongs, or answer with the bare id or name; that is understood as well. Null for all else.
 */
export function chooseClass(reply: string, classes: readonly NamedClass[]): NamedClass | null {
  const json = findJson(reply);
  if (!isObjectValue(json)) return classNamed(reply, classes);
  const id = json['category_id'] ?? null;
  return classNamed(id === null ? textOf(json['category_name']) : textOf(id), classes);
}

function classNamed(text: string, classes: readonly NamedClass[]): NamedClass | null {
  const name = text.trim().replace(wrapping, '');
  if (name === '') return null;
  return (
    classes.find((one) => one.id === name) ??
    classes.find((one) => one.name.trim() === name) ??
    null
  );
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Quotes and the full stop that models put around a bare word. */
const wrapping = /^["'“「*`]+|["'”」*`.。]+$/g;
