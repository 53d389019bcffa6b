import type { ConversationHistory, HistoryTurn } from '../ports/node-ports.ts';

/** A conversation of the turns given, oldest first, whatever its id. */
export function createFakeHistory(turns: readonly HistoryTurn[] = []): ConversationHistory {
  return {
    turns: (_conversationId, turnsMax) =>
      Promise.resolve(turnsMax > 0 ? turns.slice(-turnsMax) : []),
  };
}
