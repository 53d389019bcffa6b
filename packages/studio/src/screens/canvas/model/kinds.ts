/** The node kinds as the editor shows them. */
import type { AppMode, NodeKind, NodeManifest } from '@outpost/contracts';
import { createNodeKinds } from '@outpost/nodes';

export const kinds: ReadonlyMap<string, NodeKind> = createNodeKinds();

export type NodeGroup = NodeManifest['group'];

/** The order in which groups are listed. */
export const groups: readonly NodeGroup[] = [
  'input',
  'model',
  'logic',
  'data',
  'tool',
  'output',
  'note',
];

export function groupOf(kind: string): NodeGroup {
  return kinds.get(kind)?.manifest.group ?? 'tool';
}

export function isContainer(kind: string): boolean {
  return kinds.get(kind)?.container !== undefined;
}

export function isNote(kind: string): boolean {
  return kind === '' || kinds.get(kind)?.traits.note === true;
}

/** A root has nothing before it: where runs and rounds begin. */
export function isRoot(kind: string): boolean {
  return kinds.get(kind)?.traits.root === true;
}

/** The place inside a container where its rounds begin; it comes and goes with the container. */
export function isMarker(kind: string): boolean {
  const traits = kinds.get(kind)?.traits;
  return traits?.root === true && traits.hidden === true;
}

/** The kind of the marker that belongs into a container of this kind. */
export function markerKindOf(containerKind: string): string {
  return `${containerKind}-start`;
}

/**
 * What may be added: in an app of this mode, at the root or in a container of the given kind. Kinds
 * that this installation cannot run are left out.
 */
export function addableKinds(
  mode: AppMode,
  container: string | null,
  present: ReadonlySet<string>,
): readonly NodeKind[] {
  return [...kinds.values()].filter((kind) => {
    const { traits, manifest, type } = kind;
    if (manifest.modes && !manifest.modes.includes(mode)) return false;
    if (isMarker(type) || lacksSomething(kind)) return false;
    // There is one start, at the root.
    if (traits.root) return container === null && !present.has(type);
    if (traits.endsContainer)
      return container !== null && kinds.get(container)?.container?.sharesWrites === true;
    return !superseded.has(type);
  });
}

/** Read from old files, and never added anew. */
const superseded: ReadonlySet<string> = new Set(['variable-assigner']);

function lacksSomething(kind: NodeKind): boolean {
  if (!kind.lacks) return false;
  try {
    const config = kind.parse({ id: 'new', title: '', config: kind.manifest.defaults });
    return kind.lacks(config) !== null;
  } catch {
    return true;
  }
}
