import { parseTemplate } from '@outpost/contracts';
import { z } from 'zod';
import { textField } from '../fields/fields.ts';

/** Spec/dsl.md 3.3. */
export const answerConfig = z
  .object({ answer: textField })
  .transform(({ answer }) => ({ segments: parseTemplate(answer) }));
export type AnswerConfig = z.output<typeof answerConfig>;
