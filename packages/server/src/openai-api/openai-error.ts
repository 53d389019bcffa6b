import type { AppError, Language } from '@outpost/contracts';
import { errorHeaders, wireErrorOf } from '../service-api/wire-errors.ts';

/** An error as clients of the OpenAI API read it. */
export function openAiErrorResponse(error: AppError, language: Language): Response {
  const { status } = wireErrorOf(error);
  const { code } = error;
  const failure = { status, code, message: error.messageIn(language) };
  return Response.json(openAiRunError(failure), {
    status,
    headers: errorHeaders(error, status),
  });
}

/** The same for a run that failed, inside a stream or as the answer. */
export function openAiRunError(failure: {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}) {
  const { status, code, message } = failure;
  return { error: { message, type: typeOf(status), param: null, code } };
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 404) return 'not_found_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
