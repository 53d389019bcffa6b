import type { NodeContext, NodeResult } from '@outpost/contracts';
import type { EndConfig } from './config.ts';

/** The chosen values as they are, not as text; what is not there is null. */
export function runEnd({ variables }: NodeContext, { outputs }: EndConfig): NodeResult {
  const values = Object.fromEntries(
    outputs.map(({ variable, value_selector: selector }) => [
      variable,
      variables.get(selector) ?? null,
    ]),
  );
  return { inputs: values, outputs: values };
}
