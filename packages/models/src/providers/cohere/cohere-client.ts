import { createCohere } from '@ai-sdk/cohere';
import { sdkEmbed, sdkRerank } from '../../ai-sdk/sdk-calls.ts';
import { sdkChat } from '../../ai-sdk/sdk-chat.ts';
import type { ModelClient } from '../../client.ts';
import { callForJson } from '../../http/call-server.ts';
import { limitedFetch } from '../../http/limited-fetch.ts';
import type { JsonObject } from '../../openai/chat-body.ts';
import { namesFrom } from '../../openai/list-models.ts';
import type { Connection } from '../provider.ts';
import { callerOf } from '../vendor.ts';

/** Cohere's API, version 2. */
export function createCohereClient(connection: Connection): ModelClient {
  const { baseUrl, headers } = connection;
  const { api_key: apiKey = '' } = connection.credentials;
  const caller = callerOf(connection, { authorization: `Bearer ${apiKey}` });
  const origin = baseUrl.replace(/\/v\d+$/, '');
  const cohere = (model: string) =>
    createCohere({
      apiKey,
      baseURL: `${origin}/v2`,
      headers: { ...headers },
      fetch: limitedFetch(caller, model),
    });
  return {
    chat: (request, { model, signal }) =>
      sdkChat(caller, cohere(model.name).languageModel(model.name), {
        request,
        signal,
        provider: 'cohere',
        ownParameters,
      }),
    embed: (texts, { model, signal, purpose }) =>
      sdkEmbed(caller, cohere(model.name).embeddingModel(model.name), {
        texts,
        signal,
        providerOptions: {
          cohere: { inputType: purpose === 'query' ? 'search_query' : 'search_document' },
        },
      }),
    rerank: (request, context) =>
      sdkRerank(
        caller,
        cohere(context.model.name).rerankingModel(context.model.name),
        request,
        context,
      ),
    async listModels({ signal }) {
      const path = `${origin}/v1/models?page_size=1000`;
      return namesFrom(await callForJson(caller, { model: '', method: 'GET', path, signal }));
    },
  };
}

/** `thinking` and `thinking_budget`, as app files write them. */
function ownParameters({ thinking, thinking_budget: budget }: JsonObject): {
  cohere: { thinking?: { type: string; tokenBudget?: number } };
} {
  if (thinking === undefined) return { cohere: {} };
  const type = thinking === true || thinking === 'enabled' ? 'enabled' : 'disabled';
  const tokenBudget = budget === undefined ? {} : { tokenBudget: Number(budget) };
  return { cohere: { thinking: { type, ...tokenBudget } } };
}
