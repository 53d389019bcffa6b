import { z } from 'zod';
import { dataTypes, type DataType } from '../fields/data-types.ts';
import { listField, selectorField, textField } from '../fields/fields.ts';

/** What one key of the result must be; `children` says what an object holds. */
export interface OutputShape {
  readonly type: DataType;
  readonly children: OutputShapes | null;
}
export type OutputShapes = Readonly<Record<string, OutputShape>>;

const outputShape: z.ZodType<OutputShape> = z.object({
  type: z.enum(dataTypes),
  get children() {
    return z
      .record(z.string(), outputShape)
      .nullish()
      .transform((shapes): OutputShapes | null => shapes ?? null);
  },
});

/** Spec/dsl.md 3.8. */
export const codeConfig = z.object({
  code_language: z.enum(['python3', 'javascript']),
  code: textField,
  variables: listField(
    z.object({ variable: z.string(), value_selector: selectorField, value_type: textField }),
  ),
  outputs: z
    .record(z.string(), outputShape)
    .nullish()
    .transform((shapes): OutputShapes => shapes ?? {}),
});
export type CodeConfig = z.output<typeof codeConfig>;
