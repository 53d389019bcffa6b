import { NodeFailure } from '../node-kind.ts';
import type { StepError } from '../run-events.ts';
import { AppError, messageOf } from './app-error.ts';
import type { ErrorCode } from './codes.ts';

/** What people and fail branches read of anything that a node threw. */
export function stepErrorFrom(thrown: unknown): StepError {
  if (thrown instanceof NodeFailure) return thrown.error;
  if (thrown instanceof AppError)
    return { message: thrown.message, type: errorTypeOf(thrown.code), code: thrown.code };
  const type = thrown instanceof Error && thrown.name !== '' ? thrown.name : 'Error';
  return { message: messageOf(thrown), type };
}

/** `model_rate_limited` as `ModelRateLimited`: names of types are what app files compare with. */
export function errorTypeOf(code: ErrorCode): string {
  return code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
