import { createGoogle } from '@ai-sdk/google';
import { sdkEmbed } from '../../ai-sdk/sdk-calls.ts';
import { sdkChat } from '../../ai-sdk/sdk-chat.ts';
import type { ModelClient } from '../../client.ts';
import { callForJson } from '../../http/call-server.ts';
import { limitedFetch } from '../../http/limited-fetch.ts';
import type { JsonObject } from '../../openai/chat-body.ts';
import { namesFrom } from '../../openai/list-models.ts';
import type { Connection } from '../provider.ts';
import { callerOf } from '../vendor.ts';

/** Google's Gemini API. */
export function createGeminiClient(connection: Connection): ModelClient {
  const { baseUrl, headers } = connection;
  const { api_key: apiKey = '' } = connection.credentials;
  const caller = callerOf(connection, { 'x-goog-api-key': apiKey });
  const baseURL = /\/v\d+[a-z]*$/.test(baseUrl) ? baseUrl : `${baseUrl}/v1beta`;
  const google = (model: string) =>
    createGoogle({
      apiKey,
      baseURL,
      headers: { ...headers },
      fetch: limitedFetch(caller, model),
    });
  return {
    chat: (request, { model, signal }) =>
      sdkChat(caller, google(model.name).languageModel(model.name), {
        request,
        signal,
        provider: 'gemini',
        ownParameters,
      }),
    embed: (texts, { model, signal, purpose }) =>
      sdkEmbed(caller, google(model.name).embeddingModel(model.name), {
        texts,
        signal,
        providerOptions: {
          google: { taskType: purpose === 'query' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT' },
        },
      }),
    async listModels({ signal }) {
      const path = `${baseURL}/models?pageSize=1000`;
      const answer = await callForJson(caller, { model: '', method: 'GET', path, signal });
      return namesFrom(answer).map((name) => name.replace(/^models\//, ''));
    },
  };
}

/** `include_thoughts`, `thinking_budget` and `thinking_level`, as app files write them. */
function ownParameters(rest: JsonObject): {
  google: { thinkingConfig?: Record<string, boolean | number | string> };
} {
  const { include_thoughts: include, thinking_budget: budget, thinking_level: level } = rest;
  const thinkingConfig = {
    ...(typeof include === 'boolean' ? { includeThoughts: include } : {}),
    ...(budget === undefined ? {} : { thinkingBudget: Number(budget) }),
    ...(typeof level === 'string' ? { thinkingLevel: level.toLowerCase() } : {}),
  };
  return { google: Object.keys(thinkingConfig).length > 0 ? { thinkingConfig } : {} };
}
