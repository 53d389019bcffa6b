import { AppError, selectorsInTemplate, type ChatRequest, type Selector } from '@outpost/contracts';
import type { ModelField } from './model-fields.ts';
import { renderPromptText, type PromptScope } from './prompt-text.ts';

/** A model's free parameters, with what a request states on its own lifted out of them. */
export interface CompletionParameters {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly stop: readonly string[];
  readonly responseFormat: ChatRequest['responseFormat'] | null;
}

/**
 * Resolves references in text parameters: at most 1,024 characters, and a JSON number or boolean
 * becomes one. Throws `variable_missing`, and `answer_schema_invalid` for a bad `json_schema`.
 */
export function readParameters(model: ModelField, scope: PromptScope): CompletionParameters {
  const {
    stop,
    response_format: format,
    json_schema: schema,
    ...free
  } = Object.fromEntries(
    Object.entries(model.completion_params).flatMap(([name, value]) =>
      value === null ? [] : [[name, resolve(value, scope)]],
    ),
  );
  return {
    parameters: free,
    stop: readStop(stop),
    responseFormat: readFormat(format, schema, model.name),
  };
}

/** The selectors that a model's parameters read. */
export function selectorsInParameters(model: ModelField): readonly Selector[] {
  return Object.values(model.completion_params).flatMap((value) =>
    typeof value === 'string' ? selectorsInTemplate(value) : [],
  );
}

function resolve(value: unknown, scope: PromptScope): unknown {
  if (typeof value !== 'string' || selectorsInTemplate(value).length === 0) return value;
  const text = renderPromptText(value, scope).text.slice(0, charactersMax);
  const scalar = jsonOf(text);
  return typeof scalar === 'number' || typeof scalar === 'boolean' ? scalar : text;
}

function readStop(stop: unknown): readonly string[] {
  const words = Array.isArray(stop) ? (stop as readonly unknown[]) : [stop];
  return words.filter((word) => typeof word === 'string' && word !== '') as readonly string[];
}

function readFormat(
  format: unknown,
  schema: unknown,
  model: string,
): CompletionParameters['responseFormat'] {
  const type: unknown = isRecord(format) ? format['type'] : format;
  if (typeof type !== 'string') return null;
  const name = type.toLowerCase();
  if (name === 'json_schema')
    return readSchema(schema ?? (isRecord(format) ? format['json_schema'] : undefined), model);
  return name === 'json_object' || name === 'json' ? { type: 'json' } : null;
}

/** Accepts the schema itself, or the envelope `{ name, schema }` that providers document. */
function readSchema(given: unknown, model: string): CompletionParameters['responseFormat'] {
  const value = typeof given === 'string' ? jsonOf(given) : given;
  if (!isRecord(value))
    throw new AppError('answer_schema_invalid', {
      details: { model, reason: notAnObject },
    });
  const schema = isRecord(value['schema']) ? value['schema'] : value;
  const name = typeof value['name'] === 'string' ? value['name'] : 'answer';
  return { type: 'schema', name, schema };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const notAnObject = {
  en: 'it is not a JSON object.',
  zh: '它不是 JSON 对象。',
};
const charactersMax = 1024;
