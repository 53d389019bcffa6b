import { AppError, messageOf } from '@outpost/contracts';
import { errorContext, type ServerCaller } from '../http/call-server.ts';
import { redact, statusError } from '../http/status-error.ts';
import { transportError } from '../http/transport-error.ts';

/** What an error of the AI SDK means. Known by their names, so that nothing is loaded to tell them apart. */
export function sdkError(caller: ServerCaller, model: string, thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  if (!(thrown instanceof Error)) return fromStream(caller, model, thrown);
  const { name, cause } = thrown;
  if (cause instanceof AppError) return cause;
  const { statusCode, responseHeaders, responseBody } = thrown as CallFailure;
  if (typeof statusCode === 'number' && (statusCode < 200 || statusCode > 299))
    return statusError(
      {
        status: statusCode,
        headers: new Headers(responseHeaders),
        text: responseBody ?? thrown.message,
      },
      errorContext(caller, model),
    );
  const reason = redact(messageOf(thrown), caller.secrets);
  const details = { model, provider: caller.provider, reason };
  if (refusedHere.has(name))
    return new AppError('model_request_refused', { details, cause: thrown });
  if (name.startsWith('AI_') && name !== 'AI_APICallError')
    return new AppError('model_answer_invalid', { details, cause: thrown });
  const { connectMs } = caller.limits;
  return transportError(thrown, { model, url: caller.baseUrl, connectMs });
}

interface CallFailure extends Error {
  readonly statusCode?: unknown;
  readonly responseHeaders?: Record<string, string>;
  readonly responseBody?: string;
}

/** An error that came as a part of the stream: `{ type: 'overloaded_error', message }` and its like. */
function fromStream(caller: ServerCaller, model: string, value: unknown): AppError {
  const text = typeof value === 'string' ? value : JSON.stringify({ error: value });
  const overloaded = /overloaded|rate_limit/i.test(text);
  return statusError(
    { status: overloaded ? 529 : 500, headers: new Headers(), text },
    errorContext(caller, model),
  );
}

/** Raised before anything was sent. */
const refusedHere = new Set([
  'AI_UnsupportedFunctionalityError',
  'AI_InvalidPromptError',
  'AI_InvalidArgumentError',
  'AI_TooManyEmbeddingValuesForCallError',
]);
