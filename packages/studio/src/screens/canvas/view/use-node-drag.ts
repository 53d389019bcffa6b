/**
 * Dragging nodes: smart guides, Shift for one axis, Alt for a copy, dropping on an edge or into a
 * container. Until they are dropped nothing of it is in the document.
 */
import type { NodeChange, OnNodeDrag } from '@xyflow/react';
import { useMemo } from 'react';
import type { Graph } from '@outpost/contracts';
import { boxAround, boxOf, type Box } from '../model/boxes.ts';
import { clipOf, paste, type Pasted } from '../model/clipboard.ts';
import { containerAt, edgeUnder, mayMoveAway } from '../model/drop.ts';
import type { EditorStore } from '../model/editor-store.ts';
import { moveInto, moveNodes, spliceNode } from '../model/graph-commands.ts';
import { absolutePosition, indexOf, withInsides, type Point } from '../model/graph-index.ts';
import { snapToGuides } from '../model/guides.ts';
import { factsOf } from '../model/node-facts.ts';
import { together } from '../model/together.ts';
import type { FlowApi } from './flow-api.ts';
import type { FlowNode } from './flow-nodes.ts';
import type { ViewStore } from './view-store.ts';

interface Drag {
  readonly starts: ReadonlyMap<string, Point>;
  /** Around what is dragged, on the whole canvas. */
  readonly box: Box;
  readonly others: readonly Box[];
  readonly copies: Pasted | null;
  /** Nodes that may go to another container. */
  readonly isFree: boolean;
  isLocked: boolean;
  pointer: Point;
}

const nothingMoves = {
  moving: null,
  ghosts: [],
  guides: [],
  dropEdgeId: null,
  dropContainerId: null,
};

export interface NodeDrag {
  readonly onStart: OnNodeDrag<FlowNode>;
  readonly onDrag: OnNodeDrag<FlowNode>;
  readonly onStop: OnNodeDrag<FlowNode>;
  /** Takes the changes of places that belong to the drag. */
  take(changes: readonly NodeChange<FlowNode>[]): void;
}

export function useNodeDrag(
  editor: EditorStore,
  view: ViewStore,
  flow: FlowApi,
  makeId: () => string,
): NodeDrag {
  return useMemo(() => createNodeDrag(editor, view, flow, makeId), [editor, view, flow, makeId]);
}

function createNodeDrag(
  editor: EditorStore,
  view: ViewStore,
  flow: FlowApi,
  makeId: () => string,
): NodeDrag {
  let drag: Drag | null = null;

  const begin = (ids: readonly string[], isCopy: boolean, pointer: Point): void => {
    const { document } = editor.getState();
    const { graph } = document;
    const { byId } = indexOf(graph);
    const nodes = ids.flatMap((id) => byId.get(id) ?? []);
    const box = boxAround(nodes.map((node) => boxOf(graph, node)));
    if (!box) return;
    const copies = isCopy
      ? paste(clipOf(graph, ids), graph, {
          mode: document.profile.mode,
          makeId,
          at: { x: box.x, y: box.y },
          parentId: nodes[0]?.parentId ?? null,
          label: 'canvas.stepDuplicate',
        })
      : null;
    if (copies) {
      const made = new Set(copies.ids.values());
      const { nodes: all } = copies.command.edit(document).graph;
      view.set({ ghosts: all.filter(({ id }) => made.has(id)) });
    }
    const moving = withInsides(graph, ids);
    drag = {
      starts: new Map(nodes.map(({ id, position }) => [id, position])),
      box,
      others: neighbours(graph, moving, nodes[0]?.parentId),
      copies,
      isFree: copies === null && mayMoveAway(graph, new Set(ids)),
      isLocked: false,
      pointer,
    };
  };

  const take = (changes: readonly NodeChange<FlowNode>[]): void => {
    if (!drag) return;
    const { starts, box, others, copies } = drag;
    const places = new Map<string, Point>();
    for (const change of changes)
      if (change.type === 'position' && change.position && starts.has(change.id))
        places.set(change.id, change.position);
    const [id] = places.keys();
    const start = id === undefined ? undefined : starts.get(id);
    const place = id === undefined ? undefined : places.get(id);
    if (!start || !place) return;
    let dx = place.x - start.x;
    let dy = place.y - start.y;
    if (drag.isLocked) [dx, dy] = Math.abs(dx) >= Math.abs(dy) ? [dx, 0] : [0, dy];
    const snapped = snapToGuides({ ...box, x: box.x + dx, y: box.y + dy }, others, 6 / flow.zoom());
    if (!drag.isLocked || dx !== 0) dx += snapped.dx;
    if (!drag.isLocked || dy !== 0) dy += snapped.dy;
    const moving = new Map<string, Point>();
    for (const [nodeId, from] of starts)
      moving.set(copies?.ids.get(nodeId) ?? nodeId, { x: from.x + dx, y: from.y + dy });
    view.set({ moving, guides: snapped.guides, ...dropTargets(editor, drag, { dx, dy }) });
  };

  const finish = (): void => {
    const done = drag;
    const { moving, dropEdgeId, dropContainerId } = view.getState();
    drag = null;
    view.set(nothingMoves);
    if (!done || !moving) return;
    const { graph } = editor.getState().document;
    if (done.copies) {
      editor.dispatch(together(done.copies.command, moveNodes(graph, moving)));
      return;
    }
    const { byId } = indexOf(graph);
    const [first] = [...moving.keys()].flatMap((id) => byId.get(id) ?? []);
    if (!first) return;
    const parentId = first.parentId ?? null;
    const target = containerChange(editor, done, dropContainerId);
    if (target !== undefined && target !== parentId) {
      const origin = originOf(graph, parentId);
      const places = new Map(
        [...moving].map(([id, { x, y }]) => [id, { x: x + origin.x, y: y + origin.y }] as const),
      );
      editor.dispatch(moveInto(graph, moving.keys(), target, places));
      return;
    }
    const move = moveNodes(graph, moving);
    editor.dispatch(
      dropEdgeId === null ? move : together(spliceNode(first.id, dropEdgeId, first.title), move),
    );
  };

  const follow = (event: MouseEvent | TouchEvent): void => {
    if (!drag) return;
    drag.isLocked = event.shiftKey;
    drag.pointer = flow.toCanvas(screenPoint(event));
  };

  return {
    onStart(event, node, nodes) {
      if (editor.getState().isReadOnly) return;
      if (!editor.getState().selection.nodes.has(node.id)) editor.select({ nodes: [node.id] });
      const ids = nodes.map(({ id }) => id);
      begin(ids, event.altKey, flow.toCanvas(screenPoint(event)));
      follow(event);
    },
    onDrag: (event) => follow(event),
    onStop: (event) => {
      follow(event);
      finish();
    },
    take,
  };
}

/** Undefined: stays where it is. */
function containerChange(
  editor: EditorStore,
  drag: Drag,
  dropContainerId: string | null,
): string | null | undefined {
  if (!drag.isFree) return undefined;
  if (dropContainerId !== null) return dropContainerId;
  const { graph } = editor.getState().document;
  return containerAt(graph, drag.pointer, new Set(drag.starts.keys()))?.id ?? null;
}

function dropTargets(
  editor: EditorStore,
  drag: Drag,
  { dx, dy }: { readonly dx: number; readonly dy: number },
): { readonly dropEdgeId: string | null; readonly dropContainerId: string | null } {
  const nowhere = { dropEdgeId: null, dropContainerId: null };
  if (!drag.isFree) return nowhere;
  const { graph } = editor.getState().document;
  const ids = new Set(drag.starts.keys());
  const [id] = ids;
  const parentId = indexOf(graph).byId.get(id ?? '')?.parentId ?? null;
  const container = containerAt(graph, drag.pointer, ids);
  if ((container?.id ?? null) !== parentId)
    return { ...nowhere, dropContainerId: container?.id ?? null };
  if (ids.size !== 1 || id === undefined) return nowhere;
  return {
    ...nowhere,
    dropEdgeId: edgeUnder(graph, id, { x: drag.box.x + dx, y: drag.box.y + dy }),
  };
}

/** What guides are drawn to: what stands in the same container, but not notes. */
function neighbours(
  graph: Graph,
  moving: ReadonlySet<string>,
  parentId: string | undefined,
): readonly Box[] {
  const level = indexOf(graph).children.get(parentId ?? null) ?? [];
  const origin = originOf(graph, parentId ?? null);
  return level
    .filter(({ id, kind }) => !moving.has(id) && kind !== '')
    .map((node) => ({
      x: node.position.x + origin.x,
      y: node.position.y + origin.y,
      ...factsOf(node).size,
    }));
}

function originOf(graph: Graph, parentId: string | null): Point {
  const parent = parentId === null ? undefined : indexOf(graph).byId.get(parentId);
  return parent ? absolutePosition(graph, parent) : { x: 0, y: 0 };
}

export function screenPoint(event: MouseEvent | TouchEvent): Point {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY };
  const touch = event.touches[0] ?? event.changedTouches[0];
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}
