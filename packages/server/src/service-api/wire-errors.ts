/**
 * Our errors as clients of the Service API know them (spec/service-api.md 1.4, 1.5, 3.6): they
 * branch on the status and the code, so both are mapped; the text is ours.
 */
import type { AppError, ErrorCategory, ErrorCode, Language } from '@outpost/contracts';

export interface WireError {
  readonly status: number;
  readonly code: string;
}

const ofCategory = {
  invalid: { status: 400, code: 'invalid_param' },
  denied: { status: 403, code: 'forbidden' },
  missing: { status: 404, code: 'not_found' },
  conflict: { status: 409, code: 'conflict' },
  limited: { status: 429, code: 'too_many_requests' },
  unavailable: { status: 503, code: 'service_unavailable' },
  internal: { status: 500, code: 'internal_server_error' },
} as const satisfies Record<ErrorCategory, WireError>;

const unauthorised = { status: 401, code: 'unauthorized' } as const;
const noCredentials = { status: 400, code: 'provider_not_initialize' } as const;
const badRequest = { status: 400, code: 'bad_request' } as const;

/** Codes that say more than their category. */
const ofCode: Partial<Record<ErrorCode, WireError>> = {
  api_key_missing: unauthorised,
  api_key_invalid: unauthorised,
  app_not_published: { status: 400, code: 'app_unavailable' },
  body_invalid: badRequest,
  version_id_invalid: badRequest,
  variable_type_wrong: badRequest,
  body_type_unsupported: { status: 415, code: 'unsupported_media_type' },
  body_too_large: { status: 413, code: 'request_entity_too_large' },
  method_not_allowed: { status: 405, code: 'method_not_allowed' },
  conversation_completed: { status: 400, code: 'conversation_completed' },
  suggested_questions_disabled: {
    status: 403,
    code: 'app_suggested_questions_after_answer_disabled',
  },
  file_missing: { status: 400, code: 'no_file_uploaded' },
  files_too_many: { status: 400, code: 'too_many_files' },
  file_name_missing: { status: 400, code: 'filename_not_exists_error' },
  file_too_large: { status: 413, code: 'file_too_large' },
  file_type_unsupported: { status: 415, code: 'unsupported_file_type' },
  file_not_shown: { status: 404, code: 'file_not_found' },
  file_of_other_app: { status: 403, code: 'file_access_denied' },
  audio_missing: { status: 400, code: 'no_audio_uploaded' },
  audio_too_large: { status: 413, code: 'audio_too_large' },
  audio_type_unsupported: { status: 415, code: 'unsupported_audio_type' },
  speech_to_text_disabled: { status: 400, code: 'speech_to_text_disabled' },
  speech_to_text_unsupported: { status: 400, code: 'provider_not_support_speech_to_text' },
  end_user_missing: { status: 404, code: 'end_user_not_found' },
  database_failed: ofCategory.unavailable,
  model_not_configured: noCredentials,
  model_default_missing: noCredentials,
  model_provider_misconfigured: noCredentials,
  model_kind_unsupported: { status: 400, code: 'model_currently_not_support' },
};

const ofAppFamily: Readonly<Record<string, string>> = {
  chat: 'not_chat_app',
  workflow: 'not_workflow_app',
  graph: 'not_workflow_app',
  completion: 'app_unavailable',
};

export function wireErrorOf(error: AppError): WireError {
  const family = error.details['family'];
  if (error.code === 'app_mode_wrong' && typeof family === 'string')
    return { status: 400, code: ofAppFamily[family] ?? 'app_unavailable' };
  return wireErrorOfCode(error.code) ?? ofCategory[error.category];
}

/** What a failed run's own code says; null for a code that says nothing special. */
export function wireErrorOfCode(code: string): WireError | null {
  if (code === 'internal_error') return ofCategory.internal;
  const known = ofCode[code as ErrorCode];
  if (known) return known;
  return code.startsWith('model_') ? { status: 400, code: 'completion_request_error' } : null;
}

/** The error envelope; all three keys are always there, because a strict client refuses less. */
export function errorResponse(error: AppError, language: Language): Response {
  const { status, code } = wireErrorOf(error);
  return Response.json(
    { code, message: error.messageIn(language), status },
    { status, headers: errorHeaders(error, status) },
  );
}

export function errorHeaders(error: AppError, status: number): Record<string, string> {
  return {
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="api"' } : {}),
    ...(error.retryAfterMs === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) }),
  };
}
