import type { AppError, Language } from '@outpost/contracts';
import { errorHeaders, wireErrorOf } from '../service-api/wire-errors.ts';

/** An error as clients of the OpenAI API read it. */
export function openAiErrorResponse(error: AppError, language: Language): Response {
  const { status } = wireErrorOf(error);
  return Response.json(openAiError(error, language), {
    status,
    headers: errorHeaders(error, status),
  });
}

export function openAiError(error: AppError, language: Language) {
  const { status } = wireErrorOf(error);
  return {
    error: {
      message: error.messageIn(language),
      type: typeOf(status),
      param: null,
      code: error.code,
    },
  };
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 404) return 'not_found_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
