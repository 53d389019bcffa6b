import { selectorsInTemplate, type NodeKind, type Selector } from '@outpost/contracts';
import { selectorsInQuestion, type PromptItem } from '../prompt/chat-prompt.ts';
import { selectorsInParameters } from '../prompt/completion-parameters.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { llmConfig, type LlmConfig } from './config.ts';
import { llmManifest } from './manifest.ts';
import { runLlm } from './run.ts';

export const llm: NodeKind<LlmConfig> = {
  type: 'llm',
  traits: { retries: true, strategies: true, streams: true },
  manifest: llmManifest,
  parse: (source) => parseFields(llmConfig, source),
  references(config) {
    const items: readonly PromptItem[] = Array.isArray(config.prompt)
      ? config.prompt
      : [config.prompt];
    return [
      ...items.flatMap(({ text, jinja }) => selectorsInTemplate(jinja ?? text)),
      ...(items.some(({ jinja }) => jinja !== undefined)
        ? config.jinjaVariables.map((declared): Selector => declared.value_selector)
        : []),
      ...selectorsInQuestion(config.memory),
      ...(config.contextSelector ? [config.contextSelector] : []),
      ...(config.vision ? [config.vision.selector] : []),
      ...selectorsInParameters(config.model),
    ];
  },
  outputs: ({ outputSchema }) => ({
    text: 'string',
    reasoning_content: 'string',
    usage: 'object',
    finish_reason: 'string',
    files: 'array[file]',
    ...(outputSchema ? { structured_output: 'object' } : {}),
  }),
  shapes: ({ outputSchema }) => (outputSchema ? { structured_output: outputSchema } : {}),
  run: runLlm,
};
