import { createHash } from 'node:crypto';
import type { AppDocument } from '@outpost/contracts';

/**
 * Tells whether two documents do the same: what only shows (places on the canvas, names, notes of the
 * editor) does not count, secrets do. The document's secrets are open.
 */
export function documentHash(document: AppDocument): string {
  const { graph, features, environmentVariables, conversationVariables, classic } = document;
  const facts = {
    mode: document.profile.mode,
    nodes: graph.nodes.map(
      ({ position: _position, extra: _extra, title: _title, ...node }) => node,
    ),
    edges: graph.edges.map(({ source, handle, target }) => [source, handle, target]),
    features,
    variables: [...environmentVariables, ...conversationVariables].map(({ name, value }) => [
      name,
      value,
    ]),
    classic,
  };
  return createHash('sha256').update(JSON.stringify(facts, inOrder)).digest('hex');
}

/** The order of keys depends on who wrote the document. */
function inOrder(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
