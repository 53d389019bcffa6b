/**
 * The settings that every model node has in app files (spec/dsl.md 3.4): model, memory, vision.
 * Parsing is tolerant where files are known to differ: null and absent are the same, a count may be
 * text, and a part that is switched off may hold anything.
 */
import type { Selector } from '@outpost/contracts';
import { z } from 'zod';
import { flagField, selectorField, textField } from '../fields/fields.ts';

/** An optional selector; empty and null are “none”. */
export const optionalSelectorField = selectorField.transform((selector): Selector | null =>
  selector.length > 1 ? selector : null,
);

export const modelField = z.object({
  provider: z.string().min(1, 'choose a model'),
  name: z.string().min(1, 'choose a model'),
  mode: z
    .enum(['chat', 'completion'])
    .nullish()
    .transform((mode) => mode ?? 'chat'),
  completion_params: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((parameters) => parameters ?? {}),
});
export type ModelField = z.output<typeof modelField>;

const turnsField = z.coerce.number().int().nullish().catch(null);

export const memoryField = z
  .object({
    role_prefix: z.object({ user: textField, assistant: textField }).nullish(),
    window: z.object({ enabled: flagField, size: turnsField }).nullish().catch(null),
    query_prompt_template: textField,
  })
  .nullish()
  .transform((memory): MemoryField | null =>
    memory
      ? {
          rolePrefix: memory.role_prefix ?? null,
          windowSize: memory.window?.enabled ? (memory.window.size ?? null) : null,
          queryTemplate: memory.query_prompt_template,
        }
      : null,
  );

export interface MemoryField {
  readonly rolePrefix: { readonly user: string; readonly assistant: string } | null;
  /** Turns to remember; null = as many as fit. */
  readonly windowSize: number | null;
  /** Empty = `sys.query`. */
  readonly queryTemplate: string;
}

export const visionField = z
  .object({
    enabled: flagField,
    configs: z
      .object({
        variable_selector: optionalSelectorField,
        detail: z.enum(['high', 'low']).nullish().catch('high'),
      })
      .nullish(),
  })
  .nullish()
  .transform((vision): VisionField | null =>
    vision?.enabled
      ? {
          selector: vision.configs?.variable_selector ?? ['sys', 'files'],
          detail: vision.configs?.detail ?? 'high',
        }
      : null,
  );

/** Which files the model is to see; null = none. */
export interface VisionField {
  readonly selector: Selector;
  readonly detail: 'high' | 'low';
}
