import { Validator, type Schema } from '@cfworker/json-schema';
import { isObjectValue, type NodeContext, type NodeResult } from '@outpost/contracts';
import { nodeFailure } from '../failures/node-failure.ts';
import type { StartConfig } from './config.ts';

/** The engine has put the inputs under the node's own id; the node checks them and shows them. */
export function runStart({ nodeId, variables }: NodeContext, config: StartConfig): NodeResult {
  const inputs = variables.scope(nodeId);
  for (const { variable, json_schema: schema } of config.variables) {
    const value = inputs[variable];
    if (!schema || !isObjectValue(value)) continue;
    const { valid, errors } = new Validator(schema as Schema, '7').validate(value);
    if (valid) continue;
    const fault = errors.at(-1);
    const faultText = `${fault?.instanceLocation ?? ''} ${fault?.error ?? ''}`.trim();
    throw nodeFailure('ValueError', 'run_input_invalid', {
      name: variable,
      reason: {
        en: `it does not fit its schema: ${faultText}`,
        zh: `不符合其 JSON Schema：${faultText}`,
      },
    });
  }
  const system = Object.entries(variables.scope('sys')).map(([name, value]) => [
    `sys.${name}`,
    value,
  ]);
  return { inputs, outputs: { ...inputs, ...Object.fromEntries(system) } };
}
