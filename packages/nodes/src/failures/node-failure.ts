import {
  AppError,
  NodeFailure,
  type ErrorCode,
  type ErrorDetails,
  type NodeResult,
  type Selector,
  type Value,
  type Variables,
} from '@outpost/contracts';

/** A reason in every language that people read here. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

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

/** A failure that no error code of its own is worth. */
export function failWith(
  type: string,
  reason: Words,
  partial: Partial<NodeResult> = {},
): NodeFailure {
  return nodeFailure(type, 'node_failed', { reason }, partial);
}

/** The value a node cannot do without; throws `variable_missing`. */
export function requireValue(variables: Variables, selector: Selector): Value {
  const value = selector.length < 2 ? undefined : variables.get(selector);
  if (value === undefined) throw missingVariable(selector);
  return value;
}

function missingVariable(selector: Selector): NodeFailure {
  const type = 'VariableNotFoundError';
  return selector.length < 2
    ? nodeFailure(type, 'variable_not_chosen', {})
    : nodeFailure(type, 'variable_missing', { selector: selector.join('.') });
}

/**
 * What a port threw, under the node's name for it and with what is known of the attempt. A stopped
 * run and our own faults pass as they are: the engine knows what to make of them.
 */
export function portFailure(
  thrown: unknown,
  type: string,
  partial: Partial<NodeResult>,
  signal: AbortSignal,
): unknown {
  if (signal.aborted || !(thrown instanceof AppError)) return thrown;
  return new NodeFailure({ message: thrown.message, type, code: thrown.code }, partial, thrown);
}
