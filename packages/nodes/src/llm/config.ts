import { z } from 'zod';
import { flagField, inputsField, textField } from '../fields/fields.ts';
import type { PromptItem } from '../prompt/chat-prompt.ts';
import {
  memoryField,
  modelField,
  optionalSelectorField,
  visionField,
} from '../prompt/model-fields.ts';

const promptItem = z
  .object({
    role: z.enum(['system', 'user', 'assistant']).nullish(),
    text: textField,
    edition_type: z.string().nullish(),
    jinja2_text: textField,
  })
  .transform((item): PromptItem => ({
    role: item.role ?? 'user',
    text: item.text,
    ...(item.edition_type === 'jinja2' ? { jinja: item.jinja2_text } : {}),
  }));

/** A node's settings: spec/dsl.md 3.4. */
export const llmConfig = z
  .object({
    model: modelField,
    /** A list of messages, or the one text of a completion model. */
    prompt_template: z.union([z.array(promptItem), promptItem]),
    prompt_config: z.object({ jinja2_variables: inputsField }).nullish(),
    memory: memoryField,
    context: z.object({ enabled: flagField, variable_selector: optionalSelectorField }).nullish(),
    vision: visionField,
    structured_output_enabled: flagField,
    structured_output: z.unknown().optional(),
    reasoning_format: z.enum(['tagged', 'separated']).nullish(),
    invocation: z.object({ first_token_timeout_ms: z.number().positive().nullish() }).nullish(),
  })
  .transform((fields, refinement) => ({
    model: fields.model,
    prompt: fields.prompt_template,
    jinjaVariables: fields.prompt_config?.jinja2_variables ?? [],
    memory: fields.memory,
    /** The variable with retrieved text; null = none. */
    contextSelector: fields.context?.enabled ? fields.context.variable_selector : null,
    vision: fields.vision,
    /** The JSON Schema that the answer must fit; null = a free answer. */
    outputSchema: fields.structured_output_enabled
      ? readOutputSchema(fields.structured_output, refinement)
      : null,
    reasoningFormat: fields.reasoning_format ?? 'tagged',
    firstTokenTimeoutMs: fields.invocation?.first_token_timeout_ms ?? null,
  }));
export type LlmConfig = z.output<typeof llmConfig>;

function readOutputSchema(
  given: unknown,
  refinement: z.core.$RefinementCtx,
): Readonly<Record<string, unknown>> | null {
  if (given === null || given === undefined) return null;
  const result = outputSchemaField.safeParse(given);
  if (result.success) return result.data.schema;
  refinement.addIssue({
    code: 'custom',
    path: ['structured_output', 'schema'],
    message: 'the output schema is not a JSON Schema object',
  });
  return null;
}

/** A schema as a map, or as its JSON text. */
const outputSchemaField = z.object({
  schema: z.union([
    z.record(z.string(), z.unknown()),
    z
      .string()
      .transform((text, refinement): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          refinement.addIssue({ code: 'custom', message: 'not JSON' });
          return null;
        }
      })
      .pipe(z.record(z.string(), z.unknown())),
  ]),
});
