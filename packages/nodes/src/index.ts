import type { NodeKind } from '@outpost/contracts';
import { nodeKinds } from './generated/kinds.ts';

export { nodeKinds };

/** Every built-in kind by its type. */
export function createNodeKinds(): ReadonlyMap<string, NodeKind> {
  return new Map(nodeKinds.map((kind) => [kind.type, kind]));
}
