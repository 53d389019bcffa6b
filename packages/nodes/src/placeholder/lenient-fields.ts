/** Fields of kinds that do not run here: a value of another shape than expected reads as absent. */
import type { Selector } from '@outpost/contracts';
import { z } from 'zod';
import { selectorField } from '../fields/fields.ts';

export const lenientText = z.string().catch('');
export const lenientSelector = selectorField.catch([] as Selector);
export const lenientRecord = z.record(z.string(), z.unknown()).catch({});

/** A list that keeps the items it understands. */
export function lenientList<Item extends z.ZodType>(item: Item) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((given): readonly z.output<Item>[] => {
        const result = item.safeParse(given);
        return result.success ? [result.data] : [];
      }),
    );
}
