import type { JsonObject } from '../openai/chat-body.ts';

/** App files switch thinking with a word or a truth value; Zhipu and Ark want `{ type }`. */
export function thinkingAsObject(body: JsonObject): JsonObject {
  const { thinking } = body;
  if (thinking === undefined || (typeof thinking === 'object' && thinking !== null)) return body;
  const on = thinking === true || thinking === 'enabled' || thinking === 'true';
  const type = thinking === 'auto' ? 'auto' : on ? 'enabled' : 'disabled';
  return { ...body, thinking: { type } };
}
