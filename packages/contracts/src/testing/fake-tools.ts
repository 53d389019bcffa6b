import type { ToolCaller, ToolFacts, ToolMessage, ToolRequest } from '../ports/tools.ts';

/** One tool that answers with the given messages; `requests` holds what it was asked. */
export function createFakeTools(
  facts: ToolFacts | null = null,
  messages: readonly ToolMessage[] = [],
): ToolCaller & { readonly requests: ToolRequest[] } {
  const requests: ToolRequest[] = [];
  return {
    requests,
    find: (ref) =>
      Promise.resolve(
        facts?.ref.provider === ref.provider && facts.ref.name === ref.name ? facts : null,
      ),
    async *call(request) {
      requests.push(request);
      yield* messages;
    },
  };
}
