import { Validator, type SchemaDraft } from '@cfworker/json-schema';
import {
  AppError,
  messageOf,
  type ChatRequest,
  type ModelFacts,
  type Value,
} from '@outpost/contracts';
import { withoutReasoning } from '../prompt/answer-writer.ts';
import { findJson } from '../prompt/find-json.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';

type Schema = Readonly<Record<string, unknown>>;

/** How a model is asked for JSON: by its own feature where it has one, otherwise in words. */
export interface SchemaRequest {
  readonly responseFormat: ChatRequest['responseFormat'] | null;
  /** Put under the prompt's instructions; null when the model is bound to the schema anyway. */
  readonly instruction: string | null;
}

export function requestSchema(schema: Schema, { features }: ModelFacts): SchemaRequest {
  if (features.has('structured-output'))
    return { responseFormat: { type: 'schema', name: 'answer', schema }, instruction: null };
  return {
    responseFormat: features.has('json-mode') ? { type: 'json' } : null,
    instruction: `Reply with JSON only, no other words. The JSON must fit this JSON Schema:\n${JSON.stringify(schema)}`,
  };
}

/** Adds an instruction where models heed it: below the first system message, or a completion's text. */
export function withInstruction(
  messages: readonly PromptMessage[],
  instruction: string,
  mode: 'chat' | 'completion',
): readonly PromptMessage[] {
  const role = mode === 'chat' ? 'system' : 'user';
  const at = messages.findIndex((message) => message.role === role && message.text !== '');
  const target = messages[at];
  if (!target) return [{ role, text: instruction, files: [] }, ...messages];
  return messages.with(at, { ...target, text: `${target.text}\n\n${instruction}` });
}

/**
 * The JSON in an answer, held against the schema. Throws `answer_misfit`, which says what does not
 * fit, and `answer_schema_invalid` when nothing could.
 */
export function readStructuredOutput(answer: string, schema: Schema, model: string): Value {
  const value = findJson(withoutReasoning(answer), 'any');
  if (value === undefined)
    throw new AppError('answer_misfit', { details: { model, reason: noJson } });
  const fault = firstFault(value, schema, model);
  if (fault !== null) throw new AppError('answer_misfit', { details: { model, reason: fault } });
  return value;
}

/** Where and why a value does not fit; the validator interprets the schema and compiles no code. */
function firstFault(value: Value, schema: Schema, model: string): string | null {
  try {
    const { valid, errors } = new Validator({ ...schema }, draftOf(schema), true).validate(value);
    if (valid) return null;
    const deepest = errors.at(-1);
    return deepest ? `${deepest.instanceLocation}: ${deepest.error}` : '#';
  } catch (error) {
    // The validator goes on to list every schema it knows.
    const [reason] = messageOf(error).split(/ {2}|\n/, 1);
    throw new AppError('answer_schema_invalid', { details: { model, reason }, cause: error });
  }
}

// Schemas made in a studio name no draft; the newest one reads them.
function draftOf({ $schema: name }: Schema): SchemaDraft {
  const found = typeof name === 'string' ? /draft-0?([47])|(2019-09|2020-12)/.exec(name) : null;
  return (found?.[1] ?? found?.[2] ?? '2020-12') as SchemaDraft;
}

const noJson = { en: 'there is no JSON in it.', zh: '其中没有 JSON。' };
