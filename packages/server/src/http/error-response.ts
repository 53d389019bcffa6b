import { AppError, type ErrorCategory, type ErrorCode } from '@outpost/contracts';

const statusOfCategory = {
  invalid: 400,
  denied: 403,
  missing: 404,
  conflict: 409,
  limited: 429,
  unavailable: 502,
  internal: 500,
} as const satisfies Record<ErrorCategory, number>;

/** Codes whose status is more exact than their category's. */
const statusOfCode: Partial<Record<ErrorCode, number>> = {
  sign_in_required: 401,
  sign_in_failed: 401,
  site_session_missing: 401,
  site_password_wrong: 401,
  body_too_large: 413,
  app_file_too_large: 413,
  database_failed: 503,
  egress_timed_out: 504,
  model_timed_out: 504,
};

/** The HTTP status of an error. */
export function statusOfError(error: AppError): number {
  return statusOfCode[error.code] ?? statusOfCategory[error.category];
}

/** Makes an `AppError` of anything thrown; what is not ours becomes `internal_error` under a trace id. */
export function toAppError(
  thrown: unknown,
  report: (error: unknown, traceId: string) => void,
): AppError {
  if (thrown instanceof AppError) return thrown;
  const traceId = crypto.randomUUID();
  report(thrown, traceId);
  return new AppError('internal_error', { details: { traceId }, cause: thrown });
}
