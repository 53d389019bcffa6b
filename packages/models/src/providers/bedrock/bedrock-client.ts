import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { AppError } from '@outpost/contracts';
import { sdkEmbed, sdkRerank } from '../../ai-sdk/sdk-calls.ts';
import { sdkChat } from '../../ai-sdk/sdk-chat.ts';
import type { ModelClient } from '../../client.ts';
import { limitedFetch } from '../../http/limited-fetch.ts';
import type { JsonObject } from '../../openai/chat-body.ts';
import type { Connection } from '../provider.ts';
import { callerOf } from '../vendor.ts';

/** Amazon Bedrock's Converse API, signed with an access key or opened with a Bedrock API key. */
export function createBedrockClient(connection: Connection): ModelClient {
  const { provider, baseUrl, credentials, headers } = connection;
  const { region = 'us-east-1', access_key_id: accessKeyId, api_key: apiKey } = credentials;
  const { secret_access_key: secretAccessKey, session_token: sessionToken } = credentials;
  if (!apiKey && !(accessKeyId && secretAccessKey)) {
    const reason = 'it needs an access key with its secret, or a Bedrock API key.';
    throw new AppError('model_provider_misconfigured', { details: { provider, reason } });
  }
  const caller = callerOf(connection, {});
  const bedrock = (model: string) =>
    createAmazonBedrock({
      region,
      ...(apiKey
        ? { apiKey }
        : {
            // Given even when empty: absent ones are looked for in the environment of the process.
            accessKeyId: accessKeyId ?? '',
            secretAccessKey: secretAccessKey ?? '',
            ...(sessionToken ? { sessionToken } : {}),
          }),
      baseURL: baseUrl,
      headers: { ...headers },
      fetch: limitedFetch(caller, model),
    });
  return {
    chat: (request, { model, signal }) => {
      const crossRegion = request.parameters['cross-region'] === true;
      const name = crossRegion ? inferenceProfile(model.name, region) : model.name;
      const language = bedrock(model.name).languageModel(name);
      return sdkChat(caller, language, { request, signal, provider: 'bedrock', ownParameters });
    },
    embed: (texts, { model, signal, purpose }) =>
      sdkEmbed(caller, bedrock(model.name).embeddingModel(model.name), {
        texts,
        signal,
        providerOptions: {
          amazonBedrock: {
            inputType: purpose === 'query' ? 'search_query' : 'search_document',
          },
        },
      }),
    rerank: (request, context) =>
      sdkRerank(
        caller,
        bedrock(context.model.name).rerankingModel(context.model.name),
        request,
        context,
      ),
  };
}

/** The profile that spreads a model over the regions of a part of the world: its name has a prefix. */
function inferenceProfile(model: string, region: string): string {
  const prefix = region.startsWith('eu-') ? 'eu' : region.startsWith('ap-') ? 'apac' : 'us';
  return /^(us|eu|apac|global)\./.test(model) ? model : `${prefix}.${model}`;
}

/** Thinking has a field of its own; what is left goes to the model as it is. */
function ownParameters(rest: JsonObject): {
  amazonBedrock: Record<string, Record<string, string | number | boolean>>;
} {
  const { reasoning_type: reasoning, reasoning_budget: budget, thinking, thinking_budget } = rest;
  const on = reasoning === true || reasoning === 'enabled' || thinking === true;
  const own = Object.fromEntries(
    Object.entries(rest).filter(
      (entry): entry is [string, string | number | boolean] =>
        !forms.has(entry[0]) && ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );
  return {
    amazonBedrock: {
      ...(on
        ? {
            reasoningConfig: {
              type: 'enabled',
              budgetTokens: Number(budget ?? thinking_budget ?? 1024),
            },
          }
        : {}),
      ...(Object.keys(own).length > 0 ? { additionalModelRequestFields: own } : {}),
    },
  };
}

/** Parameters that are about the form of the call, or that other fields carry. */
const forms = new Set([
  'cross-region',
  'response_format',
  'json_schema',
  'reasoning_type',
  'reasoning_budget',
  'thinking',
  'thinking_budget',
  'system_cache_checkpoint',
  'latest_two_messages_cache_checkpoint',
]);
