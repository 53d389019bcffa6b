import { AppError, messageOf, NodeFailure, type StepError } from '@outpost/contracts';

/** What people and fail branches read of anything that a node threw. */
export function stepErrorFrom(thrown: unknown): StepError {
  if (thrown instanceof NodeFailure) return thrown.error;
  if (thrown instanceof AppError)
    return { message: thrown.message, type: typeName(thrown.code), code: thrown.code };
  const type = thrown instanceof Error && thrown.name !== '' ? thrown.name : 'Error';
  return { message: messageOf(thrown), type };
}

/** `model_rate_limited` as `ModelRateLimited`: names of types are what app files compare with. */
function typeName(code: string): string {
  return code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
