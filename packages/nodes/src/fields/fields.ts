/**
 * The settings that many kinds share. Files differ in what they leave out: absent and null mean the
 * same, a number may be written as text, a selector's parts may be numbers. A value of a wrong type
 * is refused.
 */
import type { Selector } from '@outpost/contracts';
import { z } from 'zod';

/** Optional text; null is empty. */
export const textField = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** A switch that is off unless set. */
export const flagField = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? false);

/** A switch that is on unless cleared. */
export const flagOnField = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? true);

/** A selector; absent or empty means that nothing is chosen yet. */
export const selectorField = z
  .array(z.union([z.string(), z.number().transform(String)]))
  .nullish()
  .transform((selector): Selector => selector ?? []);

/** A list that may be absent. */
export function listField<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items): readonly z.output<Item>[] => items ?? []);
}

/** A number, possibly written as text; absent and blank are `null`. */
export const numberField = z
  .union([z.number(), z.string().regex(/^\s*(-?\d+(\.\d+)?)?\s*$/, 'a number is expected')])
  .nullish()
  .transform((given): number | null => {
    if (typeof given === 'number') return given;
    return given === null || given === undefined || given.trim() === '' ? null : Number(given);
  });

/** Names and the variables they stand for, as code and template nodes declare them. */
export const inputsField = listField(
  z.object({ variable: z.string(), value_selector: selectorField }),
);
