import {
  NodeFailure,
  type NodeContext,
  type NodeResult,
  type Value,
  type Values,
  type Variables,
} from '@outpost/contracts';
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
  const result = await ports.code.run(request, { signal });
  try {
    return { inputs, outputs: checkResult(config.outputs, result) };
  } catch (error) {
    if (!(error instanceof NodeFailure)) throw error;
    throw new NodeFailure(error.error, { inputs, ...error.partial }, error.cause);
  }
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
