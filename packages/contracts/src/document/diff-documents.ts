/** What differs between two documents of one app: for the picture of a version beside the draft. */
import type { AppDocument, StoredVariable } from '../app.ts';
import type { GraphEdge, GraphNode } from '../graph.ts';
import { itemsByKey, listKeyOf } from './list-key.ts';
import { isSameValue, isTree } from './same-value.ts';

/** One place that differs. What is absent on a side is not there. */
export interface FieldChange {
  /** Keys from the thing that changed down to the place; items of lists by their own id or name, else by index. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface Changed<T> {
  readonly before: T;
  readonly after: T;
  /** Never empty. */
  readonly changes: readonly FieldChange[];
}

interface Listed<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly Changed<T>[];
}

export interface DocumentDiff {
  readonly isSame: boolean;
  /** Paths begin with `kind`, `title`, `parentId`, `config`, `failure`, `position` or `extra`. */
  readonly nodes: Listed<GraphNode>;
  readonly edges: Listed<GraphEdge>;
  readonly environmentVariables: Listed<StoredVariable>;
  readonly conversationVariables: Listed<StoredVariable>;
  readonly features: readonly FieldChange[];
  /** The settings of an app that is no graph. */
  readonly classic: readonly FieldChange[];
  readonly profile: readonly FieldChange[];
}

/** Compares node by node, edge by edge, variable by variable; the view (viewport, selection) is no difference. */
export function diffDocuments(before: AppDocument, after: AppDocument): DocumentDiff {
  const diff = {
    nodes: diffLists(before.graph.nodes, after.graph.nodes, (node) => node.id),
    edges: diffLists(before.graph.edges, after.graph.edges, (edge) => edge.id),
    environmentVariables: diffVariables(before.environmentVariables, after.environmentVariables),
    conversationVariables: diffVariables(before.conversationVariables, after.conversationVariables),
    features: diffValues(before.features, after.features),
    classic: diffValues(before.classic ?? {}, after.classic ?? {}),
    profile: diffValues(before.profile, after.profile),
  };
  const isSame = Object.values(diff).every((part) =>
    'added' in part
      ? part.added.length + part.removed.length + part.changed.length === 0
      : part.length === 0,
  );
  return { isSame, ...diff };
}

/** Keys of a node's or edge's envelope that tell how it looks at the moment, not what it is. */
export const viewKeys: ReadonlySet<string> = new Set([
  'selected',
  'dragging',
  'positionAbsolute',
  'measured',
]);

/** A variable that was given a new id is the same by its name. */
function diffVariables(
  before: readonly StoredVariable[],
  after: readonly StoredVariable[],
): Listed<StoredVariable> {
  const ids = new Map(before.map(({ id, name }) => [name, id]));
  const known = new Set(before.map(({ id }) => id));
  return diffLists(before, after, ({ id, name }) =>
    known.has(id) && id !== '' ? id : (ids.get(name) ?? `name ${name}`),
  );
}

function diffLists<T extends object>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): Listed<T> {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const added: T[] = [];
  const changed: Changed<T>[] = [];
  for (const item of after) {
    const key = keyOf(item);
    const earlier = old.get(key);
    old.delete(key);
    if (!earlier) added.push(item);
    else {
      const changes = diffValues(earlier, item).filter(({ path }) => !isOfView(path));
      if (changes.length > 0) changed.push({ before: earlier, after: item, changes });
    }
  }
  return { added, removed: [...old.values()], changed };
}

function isOfView([part, key]: readonly string[]): boolean {
  return part === 'extra' && key !== undefined && viewKeys.has(key);
}

/** The smallest places in which two values differ. */
function diffValues(before: unknown, after: unknown): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  collect(before, after, [], changes);
  return changes;
}

function collect(
  before: unknown,
  after: unknown,
  path: readonly string[],
  changes: FieldChange[],
): void {
  if (isSameValue(before, after)) return;
  const parts = partsOf(before, after);
  if (!parts)
    return void changes.push({
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  const found = changes.length;
  for (const key of new Set([...parts.before.keys(), ...parts.after.keys()]))
    collect(parts.before.get(key), parts.after.get(key), [...path, key], changes);
  // Items that are the same in another order.
  if (changes.length === found) changes.push({ path, before, after });
}

/** The parts of two values that can be compared one by one; null when they differ as a whole. */
function partsOf(before: unknown, after: unknown) {
  if (isTree(before) && isTree(after))
    return { before: new Map(Object.entries(before)), after: new Map(Object.entries(after)) };
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  const key = listKeyOf(before, after);
  if (key !== null) return { before: itemsByKey(before, key), after: itemsByKey(after, key) };
  const isRow = before.length === after.length && [...before, ...after].every(isTree);
  return isRow ? { before: byIndex(before), after: byIndex(after) } : null;
}

function byIndex(list: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(list.map((item, index) => [String(index), item]));
}
