import { createAnthropic } from '@ai-sdk/anthropic';
import { sdkChat } from '../../ai-sdk/sdk-chat.ts';
import type { ModelClient } from '../../client.ts';
import { callForJson } from '../../http/call-server.ts';
import { limitedFetch } from '../../http/limited-fetch.ts';
import type { JsonObject } from '../../openai/chat-body.ts';
import { namesFrom } from '../../openai/list-models.ts';
import type { Connection } from '../provider.ts';
import { callerOf } from '../vendor.ts';

/** Anthropic's Messages API. */
export function createAnthropicClient(connection: Connection): ModelClient {
  const { baseUrl, headers } = connection;
  const { api_key: apiKey = '' } = connection.credentials;
  const caller = callerOf(connection, { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' });
  return {
    chat: (request, { model, signal }) =>
      sdkChat(
        caller,
        createAnthropic({
          apiKey,
          baseURL: withVersion(baseUrl),
          headers: { ...headers },
          fetch: limitedFetch(caller, model.name),
        }).languageModel(model.name),
        { request, signal, provider: 'anthropic', ownParameters },
      ),
    async listModels({ signal }) {
      const path = `${withVersion(baseUrl)}/models?limit=1000`;
      return namesFrom(await callForJson(caller, { model: '', method: 'GET', path, signal }));
    },
  };
}

/** App files give the address without its version. */
function withVersion(baseUrl: string): string {
  return /\/v\d+$/.test(baseUrl) ? baseUrl : `${baseUrl}/v1`;
}

/** `thinking`, `thinking_budget` and `effort`, as app files write them. */
function ownParameters({ thinking, thinking_budget: budget, effort }: JsonObject): {
  anthropic: Record<string, string | Record<string, string | number>>;
} {
  const on = thinking === true || thinking === 'true' || thinking === 'enabled';
  return {
    anthropic: {
      ...(on ? { thinking: { type: 'enabled', budgetTokens: Number(budget ?? 1024) } } : {}),
      ...(thinking === 'adaptive' ? { thinking: { type: 'adaptive' } } : {}),
      ...(typeof effort === 'string' ? { effort } : {}),
    },
  };
}
