import { AppError, messageOf } from '@outpost/contracts';

/**
 * What a failed read of an answer means. Answers are read without a schema, as that would cost more
 * than the rest of the way of a token: a field of an unexpected type shows as a TypeError instead.
 */
export function answerFault(thrown: unknown, model: string): unknown {
  if (!(thrown instanceof TypeError || thrown instanceof RangeError || isBadText(thrown)))
    return thrown;
  const reason = `it does not have the expected form (${messageOf(thrown)}).`;
  return new AppError('model_answer_invalid', { details: { model, reason }, cause: thrown });
}

/** What `atob` throws for text that is not base64. */
function isBadText(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'InvalidCharacterError';
}
