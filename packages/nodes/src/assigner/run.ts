import {
  selectorKey,
  type NodeContext,
  type NodeResult,
  type Selector,
  type Value,
  type VariableWrite,
  type Variables,
} from '@outpost/contracts';
import { failWith, requireValue } from '../failures/node-failure.ts';
import { assign, checkSource, setConstant } from './assign.ts';
import { sourceless, type AssignerConfig, type Assignment } from './config.ts';

/** Makes the changes in order, each seeing the ones before; nothing is written unless all succeed. */
export function runAssigner(
  { variables }: NodeContext,
  { assignments, skipsNull }: AssignerConfig,
): NodeResult {
  const changed = new Map<string, VariableWrite>();
  const read = (selector: Selector): Value => {
    const write = changed.get(keyOf(selector));
    return write && selector.length === 2 ? write.value : requireValue(variables, selector);
  };
  for (const assignment of assignments) {
    const { target } = assignment;
    checkTarget(target);
    const value = newValue(assignment, read, skipsNull);
    if (value !== undefined) changed.set(keyOf(target), { selector: target, value });
  }
  return resultOf([...changed.values()], variables);
}

/** Undefined when the assignment is skipped. */
function newValue(
  assignment: Assignment,
  read: (selector: Selector) => Value,
  skipsNull: boolean,
): Value | undefined {
  const { target, operation, source } = assignment;
  const current = read(target);
  if (skipsNull) checkSource(assignment);
  if (source.type === 'constant')
    return operation === 'over-write'
      ? setConstant(current, source.value, operation)
      : assign(operation, current, source.value);
  if (sourceless.has(operation)) return assign(operation, current, null);
  const input = read(source.selector);
  return input === null && skipsNull ? undefined : assign(operation, current, input);
}

/** What a run may not change whoever asks; whether a node id is a loop's, the engine knows. */
const readOnlyScopes: ReadonlySet<string> = new Set(['sys', 'env', 'rag']);

function checkTarget(target: Selector): void {
  const [scope = ''] = target;
  if (target.length === 2 && !readOnlyScopes.has(scope)) return;
  throw failWith('VariableOperatorNodeError', {
    en: `The variable “${target.join('.')}” cannot be assigned: choose a conversation variable or a loop variable.`,
    zh: `变量“${target.join('.')}”不可赋值：请选择会话变量或循环变量。`,
  });
}

function keyOf([scope = '', name = '']: Selector): string {
  return selectorKey(scope, name);
}

function resultOf(writes: readonly VariableWrite[], variables: Variables): NodeResult {
  const before = writes.map(({ selector }) => [
    selector.join('.'),
    variables.get(selector) ?? null,
  ]);
  return {
    inputs: Object.fromEntries(before),
    processData: {
      updated_variables: writes.map(({ selector, value }) => ({
        name: selector.at(-1) ?? '',
        selector,
        new_value: value,
      })),
    },
    outputs: {},
    writes,
  };
}
