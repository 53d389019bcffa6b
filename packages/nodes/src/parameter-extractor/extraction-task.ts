import type { ModelFacts } from '@outpost/contracts';
import type { Task } from '../prompt/ask-task.ts';
import { elementOf, zeroOf } from './coerce-parameters.ts';
import type { Parameter, ParameterExtractorConfig } from './config.ts';

const extractionTool = 'extract_parameters';

/** The job as a function to call where the node wants that and the model can, else as a JSON reply. */
export function createExtractionTask(
  { parameters, reasoning_mode: mode }: ParameterExtractorConfig,
  text: string,
  instruction: string,
  { features }: ModelFacts,
): Task {
  const schema = schemaOf(parameters);
  const byTool = mode === 'function_call' && features.has('tools');
  const rules = instruction === '' ? '' : `\nHow to extract:\n${instruction}\n`;
  const common = `Extract parameters from the user's text. The text may be in any language; keep its words. Invent nothing: ${emptyRule}`;

  if (byTool)
    return {
      instructions: `${common}\n${rules}\nCall ${extractionTool} once, with every parameter.`,
      examples: [],
      input: text,
      extras: {
        tools: [
          {
            name: extractionTool,
            description: 'Takes the parameters found in the text.',
            parameters: schema,
          },
        ],
        toolChoice: { name: extractionTool },
      },
    };
  return {
    instructions: `${common}

Parameters:
${parameters.map(lineOf).join('\n')}
${rules}
Reply with JSON only, in this form:
${JSON.stringify(formOf(parameters))}`,
    examples: [],
    input: text,
    extras: features.has('structured-output')
      ? { responseFormat: { type: 'schema', name: 'parameters', schema } }
      : features.has('json-mode')
        ? { responseFormat: { type: 'json' } }
        : {},
  };
}

function lineOf({ name, type, required, description, options }: Parameter): string {
  const kind = type === 'select' ? 'string' : type;
  const choice = options.length > 0 ? ` One of: ${options.join(', ')}.` : '';
  return `- ${name} (${kind}${required ? ', required' : ''}): ${description}${choice}`;
}

function formOf(parameters: readonly Parameter[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    parameters.map(({ name, type }) => {
      const { element, isList } = elementOf(type);
      return [name, isList ? [] : zeroOf[element]];
    }),
  );
}

// Every key is required: a reply must hold exactly as many keys as there are parameters.
function schemaOf(parameters: readonly Parameter[]): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, type, description, required, options }) => {
        const { element, isList } = elementOf(type);
        // An optional choice may stay open, so its empty value must be allowed.
        const choice = options.length > 0 ? { enum: required ? options : [...options, ''] } : {};
        const single = { type: element, ...(element === 'string' && !isList ? choice : {}) };
        return [
          name,
          isList
            ? { type: 'array', description, items: { type: element } }
            : { ...single, description },
        ];
      }),
    ),
    required: parameters.map(({ name }) => name),
    additionalProperties: false,
  };
}

const emptyRule = 'for what the text does not say give "", 0, false or [].';
