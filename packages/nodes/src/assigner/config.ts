import type { Selector, Value } from '@outpost/contracts';
import { z } from 'zod';
import { listField, selectorField } from '../fields/fields.ts';

const operations = [
  'over-write',
  'set',
  'clear',
  'append',
  'extend',
  'remove-first',
  'remove-last',
  '+=',
  '-=',
  '*=',
  '/=',
] as const;
export type Operation = (typeof operations)[number];

/** One change. The source is a variable, a constant, or nothing (clear and remove). */
export interface Assignment {
  readonly target: Selector;
  readonly operation: Operation;
  readonly source:
    | { readonly type: 'variable'; readonly selector: Selector }
    | { readonly type: 'constant'; readonly value: Value };
}

export interface AssignerConfig {
  /** The first form has one change, and a source that is null is written like any other. */
  readonly skipsNull: boolean;
  readonly assignments: readonly Assignment[];
}

const single = z
  .object({
    assigned_variable_selector: selectorField,
    input_variable_selector: selectorField,
    write_mode: z.enum(['over-write', 'append', 'clear']),
  })
  .transform((fields): AssignerConfig => ({
    skipsNull: false,
    assignments: [
      {
        target: fields.assigned_variable_selector,
        operation: fields.write_mode,
        source: { type: 'variable', selector: fields.input_variable_selector },
      },
    ],
  }));

const item = z
  .object({
    variable_selector: selectorField,
    input_type: z.enum(['variable', 'constant']).nullish(),
    operation: z.enum(operations),
    value: z.unknown().optional(),
  })
  .transform((fields, refinement): Assignment => {
    const { variable_selector: target, operation, value } = fields;
    if (fields.input_type === 'constant')
      return { target, operation, source: { type: 'constant', value: (value ?? null) as Value } };
    // Clear and remove carry any value, mostly an empty text: they have no source.
    const selector = sourceless.has(operation) ? [] : value === '' ? [] : value;
    const parsed = selectorField.safeParse(selector);
    if (parsed.success)
      return { target, operation, source: { type: 'variable', selector: parsed.data } };
    refinement.addIssue({ code: 'custom', path: ['value'], message: 'a variable is expected' });
    return z.NEVER;
  });

/** Operations that need no source. */
export const sourceless: ReadonlySet<Operation> = new Set(['clear', 'remove-first', 'remove-last']);

const several = z
  .object({ items: listField(item) })
  .transform(({ items }): AssignerConfig => ({ skipsNull: true, assignments: items }));

/** Spec/dsl.md 3.12: told apart by shape, so that a file without a version is read right. */
export const assignerConfig = z
  .looseObject({
    items: z.array(z.unknown()).nullish(),
    version: z.union([z.string(), z.number().transform(String)]).nullish(),
    write_mode: z.unknown().optional(),
  })
  .transform((fields, refinement): AssignerConfig => {
    const isSingle =
      typeof fields.write_mode === 'string' &&
      (fields.version ?? '1') === '1' &&
      (fields.items ?? []).length === 0;
    const result = (isSingle ? single : several).safeParse(fields);
    if (result.success) return result.data;
    for (const { message, path } of result.error.issues)
      refinement.addIssue({ code: 'custom', message, path: [...path] });
    return z.NEVER;
  });
