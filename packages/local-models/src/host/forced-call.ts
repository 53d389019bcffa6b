import type { ChatRequest } from '@outpost/contracts';
import { HostError } from './host-error.ts';

/** The beginning of an answer that must be a tool call, and the form of what follows. */
export interface ForcedCall {
  readonly opening: string;
  /** JSON Schema of the call. */
  readonly schema: object;
}

/** What the model is held to when the caller insists on a tool; null when it may choose. */
export function forcedCall({ tools = [], toolChoice = 'auto' }: ChatRequest): ForcedCall | null {
  if (toolChoice === 'auto' || tools.length === 0) return null;
  const allowed =
    toolChoice === 'required' ? tools : tools.filter(({ name }) => name === toolChoice.name);
  if (allowed.length === 0) throw new HostError('request', 'the tool to be called is not listed');
  const calls = allowed.map(({ name, parameters }) => ({
    type: 'object',
    properties: { name: { const: name }, arguments: parameters },
  }));
  return {
    opening: '<tool_call>\n',
    schema: calls.length === 1 ? (calls[0] ?? {}) : { oneOf: calls },
  };
}
