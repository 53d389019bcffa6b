import type { LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { ChatRequest } from '@outpost/contracts';
import { formatInParameters, type JsonObject } from '../openai/chat-body.ts';
import { sdkPrompt } from './sdk-prompt.ts';

/** How a provider folder reads the parameters that are its own. */
export type OwnParameters = (rest: JsonObject) => SharedV4ProviderOptions;

/** A request as the AI SDK takes it. Parameters go by the names of app files. */
export function sdkCallOptions(
  request: ChatRequest,
  {
    provider,
    signal,
    ownParameters,
  }: {
    readonly provider: string;
    readonly signal: AbortSignal;
    readonly ownParameters: OwnParameters;
  },
): LanguageModelV4CallOptions {
  const known: Record<string, number> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request.parameters)) {
    const option = optionNames[name];
    if (value === null || value === undefined) continue;
    if (option) {
      if (Number.isFinite(Number(value))) known[option] = Number(value);
    } else rest[name] = value;
  }
  const format = request.responseFormat ?? formatInParameters(request.parameters);
  const { tools = [], toolChoice, stop = [] } = request;
  return {
    prompt: sdkPrompt(request.messages, provider),
    ...known,
    ...(stop.length > 0 ? { stopSequences: [...stop] } : {}),
    ...(format === null
      ? {}
      : {
          responseFormat:
            format.type === 'json'
              ? { type: 'json' as const }
              : { type: 'json' as const, name: format.name, schema: format.schema },
        }),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, parameters }) => ({
            type: 'function' as const,
            name,
            description,
            inputSchema: parameters,
          })),
          toolChoice:
            toolChoice === undefined || typeof toolChoice === 'string'
              ? { type: toolChoice ?? 'auto' }
              : { type: 'tool' as const, toolName: toolChoice.name },
        }),
    providerOptions: ownParameters(rest),
    abortSignal: signal,
  };
}

const optionNames: Readonly<Record<string, keyof LanguageModelV4CallOptions>> = {
  temperature: 'temperature',
  top_p: 'topP',
  topP: 'topP',
  p: 'topP',
  top_k: 'topK',
  topK: 'topK',
  k: 'topK',
  max_tokens: 'maxOutputTokens',
  max_output_tokens: 'maxOutputTokens',
  max_completion_tokens: 'maxOutputTokens',
  max_tokens_to_sample: 'maxOutputTokens',
  max_gen_len: 'maxOutputTokens',
  max_new_tokens: 'maxOutputTokens',
  maxTokens: 'maxOutputTokens',
  presence_penalty: 'presencePenalty',
  presencePenalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  frequencyPenalty: 'frequencyPenalty',
  seed: 'seed',
  random_seed: 'seed',
};
