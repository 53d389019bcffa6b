import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientRecord, lenientText } from '../placeholder/lenient-fields.ts';
import { parameterReferences } from '../placeholder/parameter-references.ts';
import { schemaOutputs, schemaShapes } from '../placeholder/schema-outputs.ts';
import { agentManifest } from './manifest.ts';

/** Spec/dsl.md 3.17. */
export const agent = createPlaceholder({
  type: 'agent',
  traits: { strategies: true, streams: true },
  manifest: agentManifest,
  schema: z.object({
    agent_strategy_provider_name: lenientText,
    agent_strategy_name: lenientText,
    agent_strategy_label: lenientText,
    agent_parameters: lenientRecord,
    output_schema: lenientRecord,
  }),
  need: (config) => {
    const strategy = config.agent_strategy_label || config.agent_strategy_name;
    const provider = config.agent_strategy_provider_name;
    return strategy === ''
      ? { en: 'agents', zh: '智能体功能' }
      : {
          en: `the agent strategy “${strategy}” of ${provider}`,
          zh: `${provider} 的智能体策略“${strategy}”`,
        };
  },
  references: (config) => parameterReferences(config.agent_parameters),
  shapes: (config) => schemaShapes(config.output_schema),
  outputs: (config) => ({
    ...schemaOutputs(config.output_schema),
    text: 'string',
    usage: 'object',
    files: 'array[file]',
    json: 'array[object]',
  }),
});
