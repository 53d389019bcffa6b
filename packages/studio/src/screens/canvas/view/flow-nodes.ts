/**
 * The document as React Flow takes it. A node's object is made anew only when something that it
 * shows has changed: the library and our cards skip all others.
 */
import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react';
import { isDisabledNode, type Graph, type GraphEdge, type GraphNode } from '@outpost/contracts';
import { containersAround, indexOf, type Point } from '../model/graph-index.ts';
import { isContainer, isMarker, isNote } from '../model/kinds.ts';
import { factsOf, handleY } from '../model/node-facts.ts';
import type { NodeRunView, RunView } from '../model/run-view.ts';

/** What a node is marked with when two documents are compared. */
export type DiffMark = 'added' | 'removed' | 'changed' | 'moved';
/** Lit up or dimmed, when data flow is shown or an edge is being drawn. */
export type Light = 'self' | 'source' | 'user' | 'target' | 'dim';

export interface NodeLook extends Record<string, unknown> {
  readonly node: GraphNode;
  readonly run: NodeRunView | null;
  readonly isRunGoingOn: boolean;
  readonly problems: { readonly errors: number; readonly warnings: number } | null;
  readonly mark: DiffMark | null;
  readonly light: Light | null;
  /** It, or a container around it, is switched off. */
  readonly isOff: boolean;
  readonly isDropTarget: boolean;
  readonly isGhost: boolean;
  readonly people: readonly { readonly name: string; readonly colour: string }[] | null;
  readonly isHit: boolean;
}

export type FlowNode = Node<NodeLook>;

export interface EdgeLook extends Record<string, unknown> {
  readonly run: 'taken' | 'going' | null;
  readonly mark: DiffMark | null;
  readonly isHot: boolean;
  readonly isDropTarget: boolean;
  readonly isOff: boolean;
  readonly isEditable: boolean;
  readonly failure: boolean;
}

export type FlowEdge = Edge<EdgeLook>;

export interface Surroundings {
  readonly selected: ReadonlySet<string>;
  readonly moving: ReadonlyMap<string, Point> | null;
  readonly ghosts: readonly GraphNode[];
  readonly run: RunView | null;
  readonly problems: ReadonlyMap<string, { readonly errors: number; readonly warnings: number }>;
  readonly marks: ReadonlyMap<string, DiffMark> | null;
  readonly lights: ReadonlyMap<string, Light> | null;
  /** What nodes without a light of their own get while there are lights. */
  readonly dropContainerId: string | null;
  readonly people: ReadonlyMap<
    string,
    readonly { readonly name: string; readonly colour: string }[]
  >;
  readonly hits: ReadonlySet<string> | null;
}

export function createFlowNodes(): (graph: Graph, around: Surroundings) => FlowNode[] {
  let made = new Map<string, FlowNode>();
  return (graph, around) => {
    const next = new Map<string, FlowNode>();
    const isGoingOn = around.run?.isGoingOn === true;
    for (const { node, depth, isOff } of inDrawingOrder(graph, around.ghosts)) {
      const look: NodeLook = {
        node,
        run: around.run?.nodes.get(node.id) ?? null,
        isRunGoingOn: isGoingOn,
        problems: around.problems.get(node.id) ?? null,
        mark: around.marks?.get(node.id) ?? null,
        light: around.lights ? (around.lights.get(node.id) ?? 'dim') : null,
        isOff,
        isDropTarget: around.dropContainerId === node.id,
        isGhost: around.ghosts.includes(node),
        people: around.people.get(node.id) ?? null,
        isHit: around.hits?.has(node.id) ?? false,
      };
      const position = around.moving?.get(node.id) ?? node.position;
      const isSelected = around.selected.has(node.id);
      const old = made.get(node.id);
      next.set(
        node.id,
        old && isSameLook(old.data, look) && isSamePlace(old, position, isSelected, depth)
          ? old
          : flowNode(look, { position, isSelected, depth, reuse: old }),
      );
    }
    made = next;
    return [...next.values()];
  };
}

interface Drawn {
  readonly node: GraphNode;
  readonly depth: number;
  readonly isOff: boolean;
}

const orders = new WeakMap<Graph, readonly Drawn[]>();

/** Containers before what is in them. */
function inDrawingOrder(graph: Graph, ghosts: readonly GraphNode[]): readonly Drawn[] {
  const order = orders.get(graph) ?? drawingOrder(graph);
  orders.set(graph, order);
  if (ghosts.length === 0) return order;
  const depthOf = new Map(order.map(({ node, depth }) => [node.id, depth]));
  const drawn: Drawn[] = [...order];
  for (const node of ghosts) {
    const depth = node.parentId === undefined ? 0 : (depthOf.get(node.parentId) ?? 0) + 1;
    depthOf.set(node.id, depth);
    drawn.push({ node, depth, isOff: isDisabledNode(node) });
  }
  return drawn;
}

function drawingOrder(graph: Graph): readonly Drawn[] {
  const { byId } = indexOf(graph);
  return graph.nodes
    .map((node) => {
      const around = containersAround(graph, node.id);
      const isOff = isDisabledNode(node) || around.some(isDisabledNode);
      // A container that is not there cannot hold anything.
      const isLost = node.parentId !== undefined && !byId.has(node.parentId);
      const { parentId: _, ...rest } = node;
      return { node: isLost ? (rest as GraphNode) : node, depth: around.length, isOff };
    })
    .toSorted((a, b) => a.depth - b.depth);
}

/** Room in the stacking order for containers, edges and nodes of one depth. */
const layer = 10;

function flowNode(
  look: NodeLook,
  {
    position,
    isSelected,
    depth,
    reuse,
  }: {
    readonly position: Point;
    readonly isSelected: boolean;
    readonly depth: number;
    readonly reuse: FlowNode | undefined;
  },
): FlowNode {
  const { node } = look;
  const { size } = factsOf(node);
  const type = typeOf(node.kind);
  const isReusable = reuse !== undefined && reuse.data.node === node;
  return {
    id: node.id,
    type,
    position,
    ...(node.parentId === undefined ? {} : { parentId: node.parentId }),
    data: reuse && isSameLook(reuse.data, look) ? reuse.data : look,
    selected: isSelected,
    width: size.width,
    height: size.height,
    measured: isReusable && reuse.measured ? reuse.measured : { ...size },
    handles: isReusable && reuse.handles ? reuse.handles : handlesOf(node),
    zIndex: depth * layer + (type === 'container' ? 0 : type === 'note' ? 1 : 3),
    ...(type === 'container' ? { dragHandle: '.drag-handle' } : {}),
    ...(type === 'marker' ? { deletable: false } : {}),
  };
}

function typeOf(kind: string): 'step' | 'container' | 'marker' | 'note' {
  if (isNote(kind)) return 'note';
  if (isMarker(kind)) return 'marker';
  return isContainer(kind) ? 'container' : 'step';
}

const handleSize = 10;

/** Told to the library, so that it measures nothing. */
function handlesOf(node: GraphNode): NodeHandle[] {
  const { hasInput, handles, size } = factsOf(node);
  const middle = handleSize / 2;
  const box = { width: handleSize, height: handleSize };
  const out = handles.map(({ id, y }): NodeHandle => ({
    id,
    type: 'source',
    position: Position.Right,
    x: size.width - handleSize,
    y: y - middle,
    ...box,
  }));
  if (!hasInput) return out;
  const input: NodeHandle = {
    id: 'target',
    type: 'target',
    position: Position.Left,
    x: 0,
    y: handleY - middle,
    ...box,
  };
  return [input, ...out];
}

function isSameLook(left: NodeLook, right: NodeLook): boolean {
  for (const key of Object.keys(right)) if (left[key] !== right[key]) return false;
  return true;
}

function isSamePlace(flow: FlowNode, position: Point, isSelected: boolean, depth: number): boolean {
  return (
    flow.position.x === position.x &&
    flow.position.y === position.y &&
    flow.selected === isSelected &&
    Math.floor((flow.zIndex ?? 0) / layer) === depth
  );
}

export interface EdgeSurroundings {
  readonly selected: ReadonlySet<string>;
  readonly hotEdgeId: string | null;
  readonly dropEdgeId: string | null;
  readonly run: RunView | null;
  readonly marks: ReadonlyMap<string, DiffMark> | null;
  readonly isEditable: boolean;
}

export function createFlowEdges(): (graph: Graph, around: EdgeSurroundings) => FlowEdge[] {
  let made = new Map<string, FlowEdge>();
  return (graph, around) => {
    const { byId } = indexOf(graph);
    const next = new Map<string, FlowEdge>();
    for (const edge of graph.edges) {
      const source = byId.get(edge.source);
      const target = byId.get(edge.target);
      const sourceHandle = source && drawnHandle(source, edge.handle);
      if (!source || !target || sourceHandle === undefined || !factsOf(target).hasInput) continue;
      const look: EdgeLook = {
        run: runOf(edge, around.run),
        mark: around.marks?.get(edge.id) ?? null,
        isHot: around.hotEdgeId === edge.id,
        isDropTarget: around.dropEdgeId === edge.id,
        isOff: isDisabledNode(source) || isDisabledNode(target),
        isEditable: around.isEditable,
        failure: edge.handle === 'fail-branch',
      };
      const selected = around.selected.has(edge.id);
      const zIndex = containersAround(graph, edge.source).length * layer + 2;
      const old = made.get(edge.id);
      const isSame =
        old !== undefined &&
        old.source === edge.source &&
        old.target === edge.target &&
        old.sourceHandle === sourceHandle &&
        old.selected === selected &&
        old.zIndex === zIndex &&
        old.data !== undefined &&
        Object.keys(look).every((key) => old.data?.[key] === look[key]);
      next.set(
        edge.id,
        isSame
          ? old
          : {
              id: edge.id,
              type: 'line',
              source: edge.source,
              target: edge.target,
              sourceHandle,
              targetHandle: 'target',
              selected,
              zIndex,
              // The anchors at the ends are drawn for the edge at hand only.
              reconnectable: around.isEditable && (selected || look.isHot),
              data: look,
            },
      );
    }
    made = next;
    return [...next.values()];
  };
}

/** An edge from a way out that is no more leaves where the first one is. */
function drawnHandle(source: GraphNode, handle: string): string | undefined {
  const { handles } = factsOf(source);
  return handles.some(({ id }) => id === handle) ? handle : handles[0]?.id;
}

function runOf(edge: GraphEdge, run: RunView | null): EdgeLook['run'] {
  const from = run?.nodes.get(edge.source);
  const to = run?.nodes.get(edge.target);
  if (!from || !to || to.status === 'waiting') return null;
  if (from.handle !== null && from.handle !== edge.handle) return null;
  return to.status === 'running' || to.status === 'retrying' ? 'going' : 'taken';
}
