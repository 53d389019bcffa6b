/** Where settings refer to nodes: in selectors (`["1712", "text"]`), templates and `…_id` fields. */
import type { AppDocument, Graph, GraphNode, Selector } from '@outpost/contracts';
import { kinds } from './kinds.ts';

/** The settings with every reference to a node of `ids` leading to its new id. */
export function renameReferences(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  return renamed(value, ids, '');
}

function renamed(value: unknown, ids: ReadonlyMap<string, string>, key: string): unknown {
  if (typeof value === 'string') {
    if (value.includes('{{#')) return renameInTemplate(value, ids);
    return isIdKey.test(key) ? (ids.get(value) ?? value) : value;
  }
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const [scope, name] = items;
    // A selector: texts only, the first of which is a node.
    if (
      typeof scope === 'string' &&
      typeof name === 'string' &&
      ids.has(scope) &&
      items.every((item) => typeof item === 'string')
    )
      return [ids.get(scope), ...items.slice(1)];
    return items.map((item) => renamed(item, ids, ''));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, renamed(item, ids, name)]),
  );
}

const isIdKey = /_id$|Id$/;

function renameInTemplate(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{#([A-Za-z0-9_]+)\./g, (whole, id: string) => {
    const next = ids.get(id);
    return next === undefined ? whole : `{{#${next}.`;
  });
}

const known = new WeakMap<GraphNode, readonly Selector[]>();

/** What a node reads and writes; nothing when its settings cannot be read. */
export function referencesOf(node: GraphNode): readonly Selector[] {
  const found = known.get(node);
  if (found) return found;
  const selectors = readReferences(node);
  known.set(node, selectors);
  return selectors;
}

function readReferences(node: GraphNode): readonly Selector[] {
  const kind = kinds.get(node.kind);
  if (!kind) return [];
  try {
    const config = kind.parse(node);
    return [...kind.references(config), ...(kind.writes?.(config) ?? [])];
  } catch {
    return [];
  }
}

/** What a node reads from other nodes, and who reads from it. */
export interface DataFlow {
  readonly sources: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
}

export function dataFlowOf(graph: Graph, nodeId: string): DataFlow {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  const sources = new Set<string>();
  const users = new Set<string>();
  for (const node of graph.nodes)
    for (const [scope] of referencesOf(node)) {
      if (scope === undefined || !ids.has(scope)) continue;
      if (node.id === nodeId && scope !== nodeId) sources.add(scope);
      if (node.id !== nodeId && scope === nodeId) users.add(node.id);
    }
  return { sources, users };
}

/** How many nodes refer to a variable of a scope, e.g. before it is deleted. */
export function usersOf(document: AppDocument, scope: string, name: string): readonly GraphNode[] {
  return document.graph.nodes.filter((node) =>
    referencesOf(node).some((selector) => selector[0] === scope && selector[1] === name),
  );
}
