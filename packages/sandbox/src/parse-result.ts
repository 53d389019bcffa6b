import { AppError, isObjectValue, messageOf, type Value } from '@outpost/contracts';

/**
 * A result as data. The text comes from inside the sandbox, where code may have replaced whatever
 * made it, so its shape is checked here once more.
 */
export function parseResult(json: string): Value {
  const value = parse(json);
  if (isObjectValue(value)) return value;
  const reason = 'The result of the code is not an object of its outputs.';
  throw new AppError('code_failed', { details: { reason, type: 'TypeError', message: reason } });
}

function parse(json: string): Value {
  try {
    return JSON.parse(json) as Value;
  } catch (error) {
    const reason = `The result of the code is not JSON data: ${messageOf(error).slice(0, 200)}`;
    const details = { reason, type: 'ValueError', message: reason };
    throw new AppError('code_failed', { details, cause: error });
  }
}
