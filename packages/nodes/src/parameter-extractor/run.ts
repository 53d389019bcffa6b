import {
  isObjectValue,
  messageOf,
  textFromValue,
  usageRecord,
  type NodeContext,
  type NodeResult,
  type Values,
} from '@outpost/contracts';
import { askTask } from '../prompt/ask-task.ts';
import { failureOf, startTrace } from '../prompt/attempt-trace.ts';
import { findJson } from '../prompt/find-json.ts';
import type { Answer } from '../prompt/read-answer.ts';
import { coerceParameters, faultOfParameters } from './coerce-parameters.ts';
import type { ParameterExtractorConfig } from './config.ts';
import { createExtractionTask } from './extraction-task.ts';

/**
 * Lets a model read values out of a text. A bad reply is no failure: `__is_success` is 0,
 * `__reason` says why, and the values are what could be made of it.
 */
export async function runParameterExtractor(
  context: NodeContext,
  config: ParameterExtractorConfig,
): Promise<NodeResult> {
  const trace = startTrace(config.model, config.model.mode);
  try {
    const text = readQuery(context, config);
    const instruction = context.variables.render(config.instruction);
    Object.assign(trace.inputs, { query: text, instruction } satisfies Values);

    const answer = await askTask(context, config, trace, (facts) =>
      createExtractionTask(config, text, instruction, facts),
    );

    const given = readReply(answer);
    const reason = given
      ? faultOfParameters(given, config.parameters)
      : 'The model gave no JSON object.';
    return {
      ...trace,
      outputs: {
        __is_success: reason === null ? 1 : 0,
        __reason: reason,
        __usage: usageRecord(answer.usage),
        ...coerceParameters(given ?? {}, config.parameters),
      },
    };
  } catch (error) {
    const message = messageOf(error);
    const outputs = { __is_success: 0, __reason: message, __error: message };
    throw failureOf(error, context, { ...trace, outputs });
  }
}

function readQuery({ variables }: NodeContext, { query }: ParameterExtractorConfig): string {
  if (typeof query === 'string') return variables.render(query);
  return query ? textFromValue(variables.get(query) ?? null) : '';
}

/** The values in a reply: the arguments of a call, or else the first JSON object in the text. */
function readReply({ toolCalls, text }: Answer): Values | null {
  for (const source of [...toolCalls.map((call) => call.arguments), text]) {
    const json = findJson(source);
    if (isObjectValue(json)) return json;
  }
  return null;
}
