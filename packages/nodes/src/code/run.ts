import type { NodeContext, NodeResult, Value, Values, Variables } from '@outpost/contracts';
import { portFailure } from '../failures/node-failure.ts';
import { checkResult } from './check-result.ts';
import type { CodeConfig } from './config.ts';

/** Runs the code in the sandbox and holds its result to the declared outputs. */
export async function runCode(
  { variables, ports, run, signal }: NodeContext,
  config: CodeConfig,
): Promise<NodeResult> {
  const inputs: Values = Object.fromEntries(
    config.variables.map((input) => [input.variable, readInput(input, variables)]),
  );
  const request = {
    language: config.code_language,
    code: config.code,
    inputs,
    tenant: run.appId,
  };
  let result: Value;
  try {
    result = await ports.code.run(request, { signal });
  } catch (error) {
    throw portFailure(error, 'CodeExecutionError', { inputs }, signal);
  }
  return { inputs, outputs: checkResult(config.outputs, result, { inputs }) };
}

function readInput(
  { value_selector: selector, value_type: type }: CodeConfig['variables'][number],
  variables: Variables,
): Value {
  const value = variables.get(selector) ?? null;
  // Code made elsewhere tests `files is None`: no files at all are null and not an empty list.
  const ofFiles = type === 'array[file]' || (selector[0] === 'sys' && selector[1] === 'files');
  return ofFiles && Array.isArray(value) && value.length === 0 ? null : value;
}
