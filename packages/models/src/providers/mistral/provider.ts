import type { JsonObject } from '../../openai/chat-body.ts';
import { openaiFamily } from '../openai-family.ts';

export const mistral = openaiFamily({
  id: 'mistral',
  title: { en: 'Mistral AI', zh: 'Mistral AI' },
  kinds: ['chat', 'embedding', 'moderation'],
  baseUrl: 'https://api.mistral.ai/v1',
  catalogue: 'mistralai',
  readsUrls: true,
  openEnded: true,
  aliases: ['mistralai'],
  // Sends usage by itself and refuses fields it does not know.
  dialect: { toolsRequired: 'any', streamUsage: false },
  shapeBody: shortCallIds,
});

/** Ids of tool calls must have nine letters or digits: those of other models are rewritten alike everywhere. */
function shortCallIds(body: JsonObject): JsonObject {
  const { messages } = body;
  if (!Array.isArray(messages)) return body;
  return {
    ...body,
    messages: messages.map((message: WireMessage) => ({
      ...message,
      ...(message.tool_call_id === undefined
        ? {}
        : { tool_call_id: shortId(message.tool_call_id) }),
      ...(message.tool_calls === undefined
        ? {}
        : { tool_calls: message.tool_calls.map((call) => ({ ...call, id: shortId(call.id) })) }),
    })),
  };
}

interface WireMessage {
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly { readonly id: string }[];
}

/** FNV-1a over the id, written with nine digits of base 36. */
function shortId(id: string): string {
  if (/^[a-zA-Z0-9]{9}$/.test(id)) return id;
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < id.length; at += 1)
    hash = BigInt.asUintN(64, (hash ^ BigInt(id.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(36).padStart(9, '0').slice(-9);
}
