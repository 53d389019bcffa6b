import { AppError, messageOf, type ModelRef } from '@outpost/contracts';
import type { RequestType, SessionFailure } from '@outpost/plugin-sdk/wire';
import type { z } from 'zod';
import type { AnswerInvoke } from '../runtime/plugin-session.ts';
import type { PluginRunner } from '../runtime/plugin-runner.ts';
import type { CallContext } from './call-context.ts';

/** Sends the requests of one plugin and reads their answers. */
export interface Caller {
  /** `author/name`, for messages. */
  readonly plugin: string;
  stream(request: CallRequest, context: CallContext): AsyncIterable<unknown>;
  /** The one answer of an action that gives one. Throws `plugin_answer_invalid` when it has another form. */
  single<Schema extends z.ZodType>(
    request: CallRequest,
    context: CallContext,
    schema: Schema,
  ): Promise<z.output<Schema>>;
}

export interface CallRequest {
  readonly type: RequestType;
  readonly action: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The provider, as people know it, whose credentials the call uses. */
  readonly provider?: string;
  /** The model that the call is for: its failures are told as a model's. */
  readonly model?: ModelRef;
}

export interface CallerOptions {
  readonly plugin: string;
  readonly runner: Pick<PluginRunner, 'call'>;
  /** Answers what the plugin asks of the host during a call. */
  readonly answers: (type: RequestType, context: CallContext) => AnswerInvoke;
}

export function createCaller({ plugin, runner, answers }: CallerOptions): Caller {
  function stream(request: CallRequest, context: CallContext): AsyncIterable<unknown> {
    const { type, action, fields } = request;
    const { run, toolCredentials, endpointId = null } = context;
    return runner.call({
      data: { type, action, user_id: context.userId, ...fields },
      signal: context.signal,
      timeoutMs: context.timeoutMs,
      answer: answers(type, context),
      errorFrom: (failure) => errorFrom(failure, plugin, request),
      facts: {
        app_id: run?.appId ?? null,
        conversation_id: run?.conversationId ?? null,
        endpoint_id: endpointId,
        context: toolCredentials ? { credentials: { tool_credentials: toolCredentials } } : {},
      },
    });
  }
  return {
    plugin,
    stream,
    async single(request, context, schema) {
      for await (const chunk of stream(request, context)) {
        const parsed = schema.safeParse(chunk);
        if (parsed.success) return parsed.data;
        const [issue] = parsed.error.issues;
        throw invalid(plugin, request.action, `${issue?.path.join('.')}: ${issue?.message}`);
      }
      throw invalid(plugin, request.action, 'it said nothing');
    },
  };
}

function invalid(plugin: string, action: string, reason: string): AppError {
  return new AppError('plugin_answer_invalid', { details: { plugin, action, reason } });
}

/** Runs a reader of what a plugin sent; what it throws becomes `plugin_answer_invalid`. */
export function reading<T>(plugin: string, action: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw invalid(plugin, action, messageOf(error));
  }
}

function errorFrom(
  { error_type: type, message, args }: SessionFailure,
  plugin: string,
  { model, provider }: CallRequest,
): AppError {
  const described = typeof args['description'] === 'string' ? args['description'] : '';
  const said = (described || message || type).slice(0, messageMax);
  if (refusals.has(type))
    return new AppError('plugin_credentials_refused', {
      details: { provider: provider ?? plugin, reason: said },
    });
  if (model !== undefined) return modelError(type, said, model);
  return new AppError('plugin_call_failed', {
    // A bare KeyError's message is nothing but the key.
    details: { plugin, message: plainErrors.has(type) ? said : `${type}: ${said}` },
  });
}

function modelError(type: string, reason: string, { provider, name: model }: ModelRef): AppError {
  switch (type) {
    case 'InvokeRateLimitError':
      return new AppError('model_rate_limited', { details: { model, reason } });
    case 'InvokeAuthorizationError':
      return new AppError('model_access_refused', { details: { model, provider, reason } });
    case 'InvokeBadRequestError':
      return new AppError('model_request_refused', { details: { model, reason } });
    case 'InvokeConnectionError':
    case 'InvokeServerUnavailableError':
    default:
      return new AppError('model_call_failed', { details: { model, reason } });
  }
}

const refusals: ReadonlySet<string> = new Set([
  'CredentialsValidateFailedError',
  'ToolProviderCredentialValidationError',
  'ToolProviderOAuthError',
  'DatasourceCredentialValidationError',
  'DatasourceOAuthError',
  'TriggerProviderCredentialValidationError',
  'TriggerProviderOAuthError',
]);
const plainErrors: ReadonlySet<string> = new Set(['Exception', 'ValueError', 'RuntimeError']);
const messageMax = 4000;
