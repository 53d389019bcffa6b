import {
  AppError,
  errorTypeOf,
  NodeFailure,
  usageRecord,
  type ChatMessage,
  type ContentPart,
  type ErrorCode,
  type FinishReason,
  type NodeContext,
  type NodeResult,
  type Value,
  type Values,
} from '@outpost/contracts';
import type { ModelField } from './model-fields.ts';
import type { Answer } from './read-answer.ts';

/** What is known of asking a model, filled while it goes on: a failure shows as much as there is. */
export interface AttemptTrace {
  readonly inputs: Record<string, Value>;
  readonly processData: Record<string, Value>;
  readonly metadata: Record<string, unknown>;
}

export function startTrace(
  { provider, name }: ModelField,
  mode: 'chat' | 'completion',
): AttemptTrace {
  const model = { model_provider: provider, model_name: name };
  return { inputs: { ...model }, processData: { model_mode: mode, ...model }, metadata: {} };
}

/** Notes who answered, how it ended and what it took. */
export function traceAnswer({ processData, metadata }: AttemptTrace, answer: Answer): void {
  metadata['usage'] = answer.usage;
  Object.assign(processData, {
    usage: usageRecord(answer.usage),
    finish_reason: finishReasonName(answer.finishReason),
    model_provider: answer.model.provider,
    model_name: answer.model.name,
  } satisfies Values);
}

/**
 * What a model node throws: the failure with what is known of the attempt. A stopped run and our
 * own faults pass as they are; the engine knows what to make of them.
 */
export function failureOf(
  error: unknown,
  { signal }: NodeContext,
  partial: Partial<NodeResult>,
): unknown {
  if (signal.aborted || !(error instanceof AppError)) return error;
  const { code } = error;
  const type = errorTypes[code] ?? errorTypeOf(code);
  return new NodeFailure({ message: error.message, type, code }, partial, error);
}

/** A prompt as a trace shows it: texts whole, media by name only. */
export function promptTrace(messages: readonly ChatMessage[]): readonly Values[] {
  return messages.map((message): Values => {
    if (message.role !== 'user') return { role: message.role, text: message.text, files: [] };
    const texts = message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    const files = message.content.flatMap(mediaTrace);
    return { role: message.role, text: texts.join('\n'), files };
  });
}

function mediaTrace(part: ContentPart): readonly Values[] {
  if (part.type === 'text') return [];
  const { kind, mediaType, filename, source } = part;
  const origin = 'url' in source ? { url: source.url } : { size: source.bytes.length };
  return [{ type: kind, mime_type: mediaType, filename, ...origin }];
}

/** As app files and the Service API name them. */
export function finishReasonName(reason: FinishReason): string {
  return reason.replace('-', '_');
}

/** Names that fail branches of existing apps compare `error_type` to; other failures are called by their code. */
const errorTypes: Readonly<Partial<Record<ErrorCode, string>>> = {
  variable_missing: 'VariableNotFoundError',
  prompt_empty: 'NoPromptFoundError',
  prompt_context_invalid: 'InvalidContextStructureError',
  prompt_roles_missing: 'MemoryRolePrefixRequiredError',
  answer_misfit: 'OutputParserError',
  model_not_configured: 'ModelNotExistError',
  model_rate_limited: 'InvokeRateLimitError',
  model_busy: 'InvokeRateLimitError',
  model_access_refused: 'InvokeAuthorizationError',
  model_request_refused: 'InvokeBadRequestError',
  model_context_exceeded: 'InvokeBadRequestError',
  model_call_failed: 'InvokeServerUnavailableError',
  model_timed_out: 'InvokeConnectionError',
  model_connection_refused: 'InvokeConnectionError',
  model_connection_failed: 'InvokeConnectionError',
  model_host_unknown: 'InvokeConnectionError',
};
