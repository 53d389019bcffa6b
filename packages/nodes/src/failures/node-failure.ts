import {
  AppError,
  NodeFailure,
  type ErrorCode,
  type ErrorDetails,
  type NodeContext,
  type NodeResult,
  type Selector,
  type Value,
} from '@outpost/contracts';

/**
 * A failure under a name that fail branches know (`error_type`). Its cause is the `AppError`, which
 * has the message in every language.
 */
export function nodeFailure(
  type: string,
  code: ErrorCode,
  details: ErrorDetails,
  partial: Partial<NodeResult> = {},
): NodeFailure {
  const error = new AppError(code, { details });
  return new NodeFailure({ message: error.message, type, code }, partial, error);
}

/** The value a node cannot do without; throws `variable_missing`. */
export function requireValue({ variables }: Pick<NodeContext, 'variables'>, selector: Selector) {
  const value: Value | undefined = selector.length < 2 ? undefined : variables.get(selector);
  if (value === undefined) throw missingVariable(selector);
  return value;
}

/** The failure of a node whose variable is not there. */
export function missingVariable(selector: Selector): NodeFailure {
  return selector.length < 2
    ? nodeFailure('VariableNotFoundError', 'variable_not_chosen', {})
    : nodeFailure('VariableNotFoundError', 'variable_missing', { selector: selector.join('.') });
}
