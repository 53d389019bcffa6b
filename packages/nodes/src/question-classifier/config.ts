import { z } from 'zod';
import { listField, textField } from '../fields/fields.ts';
import {
  memoryField,
  modelField,
  optionalSelectorField,
  visionField,
} from '../prompt/model-fields.ts';

/** A node's settings: spec/dsl.md 3.6. `instructions` and `topics` of old files mean nothing. */
export const questionClassifierConfig = z.object({
  query_variable_selector: optionalSelectorField,
  model: modelField,
  classes: listField(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      name: textField,
      label: textField,
    }),
  ),
  instruction: textField,
  memory: memoryField,
  vision: visionField,
});
export type QuestionClassifierConfig = z.output<typeof questionClassifierConfig>;
