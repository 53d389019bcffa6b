import type { NodeContext, NodeResult, Values } from '@outpost/contracts';
import { failWith, portFailure } from '../failures/node-failure.ts';
import type { TemplateTransformConfig } from './config.ts';

const outputCharactersMax = 400_000;

/** The template with its variables; one that does not exist is null. */
export function runTemplateTransform(
  { variables, ports, run, signal }: NodeContext,
  { template, variables: declared }: TemplateTransformConfig,
): NodeResult | Promise<NodeResult> {
  const inputs: Values = Object.fromEntries(
    declared.map(({ variable, value_selector: selector }) => [
      variable,
      variables.get(selector) ?? null,
    ]),
  );
  const failed = (thrown: unknown): never => {
    throw portFailure(thrown, 'TemplateRenderError', { inputs }, signal);
  };
  try {
    const text = ports.templates.render({ template, inputs, tenant: run.appId }, { signal });
    if (typeof text !== 'string') return text.then((rendered) => result(inputs, rendered), failed);
    return result(inputs, text);
  } catch (thrown) {
    return failed(thrown);
  }
}

function result(inputs: Values, output: string): NodeResult {
  if (output.length <= outputCharactersMax) return { inputs, outputs: { output } };
  throw failWith(
    'ValueError',
    {
      en: `The text of the template has ${output.length} characters; at most ${outputCharactersMax} are allowed.`,
      zh: `模板输出有 ${output.length} 个字符，最多允许 ${outputCharactersMax} 个。`,
    },
    { inputs },
  );
}
