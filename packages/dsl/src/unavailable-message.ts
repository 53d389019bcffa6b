import { AppError, type GraphNode } from '@outpost/contracts';
import type { LocalText } from './import-note.ts';

/** The words with which a node that lacks something fails when it is reached. */
export function unavailableMessage(node: GraphNode, need: string): LocalText {
  const error = new AppError('node_unavailable', {
    details: { node: node.title || node.id, need },
  });
  return { en: error.messageIn('en'), zh: error.messageIn('zh') };
}
