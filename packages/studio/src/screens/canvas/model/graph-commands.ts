/** Edits of the graph that the canvas offers. Positions are from the upper left corner of the container. */
import {
  isDisabledNode,
  type AppMode,
  type Graph,
  type GraphEdge,
  type Language,
} from '@outpost/contracts';
import { boxOf, touches } from './boxes.ts';
import type { EditorCommand } from './command.ts';
import {
  canConnect,
  connected,
  fitContainers,
  freeTitle,
  mapNodes,
  newEdge,
  place,
  resize,
  without,
  withGraph,
  type Connection,
} from './edit-graph.ts';
import { absolutePosition, indexOf, outermost, withInsides, type Point } from './graph-index.ts';
import { isMarker } from './kinds.ts';
import { makeNode, type NewNode } from './new-node.ts';
import { factsOf, handleY, measures, type Size } from './node-facts.ts';

/** Space between two nodes that follow one another. */
export const gapX = 60;
const gapY = 40;

export interface AddingNode extends NewNode {
  /** What leads to it. */
  readonly after?: { readonly source: string; readonly handle: string };
  /** What it leads to. */
  readonly before?: string;
  /** The edge it is put into; the neighbours move aside. */
  readonly into?: string;
}

interface Making {
  readonly mode: AppMode;
  readonly language: Language;
  readonly makeId: () => string;
}

export function addNode(adding: AddingNode, making: Making): EditorCommand {
  const made = makeNode(adding, making);
  const [node] = made;
  if (!node) throw new Error('A new node is at least one node.');
  return {
    label: {
      key: node.kind === '' ? 'canvas.stepAddNote' : 'canvas.stepAdd',
      values: { node: node.title },
    },
    select: [node.id],
    edit: (document) =>
      withGraph(document, (graph) => {
        const titled = { ...node, title: node.kind === '' ? '' : freeTitle(graph, node.title) };
        const nodes = [...graph.nodes, titled, ...made.slice(1)];
        let next: Graph = { ...graph, nodes };
        if (adding.into !== undefined) next = intoEdge(next, node.id, adding.into);
        if (adding.after) next = connected(next, { ...adding.after, target: node.id });
        const exit = factsOf(node).handles[0];
        if (adding.before !== undefined && exit)
          next = connected(next, { source: node.id, handle: exit.id, target: adding.before });
        if (adding.into !== undefined) next = makeRoom(next, node.id);
        return fitContainers(next, new Set(next.nodes.map(({ id }) => id)));
      }),
  };
}

/** Puts a node that is there already into an edge: the edge now leads to it, and on from it. */
export function spliceNode(nodeId: string, edgeId: string, title: string): EditorCommand {
  return {
    label: { key: 'canvas.stepSplice', values: { node: title } },
    edit: (document) =>
      withGraph(document, (graph) =>
        canSplice(graph, nodeId, edgeId) ? intoEdge(graph, nodeId, edgeId) : graph,
      ),
  };
}

/** Only a node that hangs on nothing yet, or it would be tied to two places. */
export function canSplice(graph: Graph, nodeId: string, edgeId: string): boolean {
  const { byId, incoming, outgoing } = indexOf(graph);
  const node = byId.get(nodeId);
  const edge = graph.edges.find(({ id }) => id === edgeId);
  if (!node || !edge || incoming.has(nodeId) || outgoing.has(nodeId)) return false;
  const facts = factsOf(node);
  return (
    facts.hasInput && facts.handles.length > 0 && byId.get(edge.source)?.parentId === node.parentId
  );
}

function intoEdge(graph: Graph, nodeId: string, edgeId: string): Graph {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  const exit = node && factsOf(node).handles[0];
  // The order of edges is the order in which nodes start: the new ones stand where the old one stood.
  const edges = graph.edges.flatMap((edge): readonly GraphEdge[] => {
    if (edge.id !== edgeId) return [edge];
    const first = { ...edge, ...newEdge(graph, { ...edge, target: nodeId }) };
    if (!exit) return [{ ...first, extra: edge.extra }];
    const second = newEdge(graph, { source: nodeId, handle: exit.id, target: edge.target });
    return [{ ...first, extra: edge.extra }, second];
  });
  return { ...graph, edges };
}

/** Moves what follows a node to the right until the node stands free. */
export function makeRoom(graph: Graph, nodeId: string): Graph {
  const { byId, outgoing } = indexOf(graph);
  const node = byId.get(nodeId);
  if (!node) return graph;
  const followers = new Set<string>();
  for (const { target } of outgoing.get(nodeId) ?? []) followers.add(target);
  for (const id of followers)
    for (const { target } of outgoing.get(id) ?? []) followers.add(target);
  const right = node.position.x + factsOf(node).size.width + gapX;
  const own = boxOf(graph, node);
  const nearest = Math.min(
    ...[...followers].flatMap((id) => {
      const follower = byId.get(id);
      if (!follower) return [];
      const isInTheWay =
        follower.position.x < right &&
        follower.position.x + factsOf(follower).size.width > node.position.x;
      return isInTheWay || touches(own, boxOf(graph, follower), gapX / 2)
        ? [follower.position.x]
        : [];
    }),
  );
  if (!Number.isFinite(nearest) || nearest >= right) return graph;
  const shift = right - nearest;
  return mapNodes(graph, (other) =>
    followers.has(other.id)
      ? place(other, { x: other.position.x + shift, y: other.position.y })
      : other,
  );
}

export function connect(connection: Connection, graph: Graph): EditorCommand {
  const { byId } = indexOf(graph);
  return {
    label: {
      key: 'canvas.stepConnect',
      values: {
        source: byId.get(connection.source)?.title ?? '',
        target: byId.get(connection.target)?.title ?? '',
      },
    },
    edit: (document) => withGraph(document, (now) => connected(now, connection)),
  };
}

/** Ties an end of an edge to another node. */
export function rewire(edgeId: string, connection: Connection): EditorCommand {
  return {
    label: { key: 'canvas.stepRewire' },
    edit: (document) =>
      withGraph(document, (graph) => {
        if (!canConnect(graph, connection, edgeId)) return graph;
        const edges = graph.edges.map((edge) =>
          edge.id === edgeId ? { ...edge, ...newEdge(graph, connection), extra: edge.extra } : edge,
        );
        return { ...graph, edges };
      }),
  };
}

/** Takes out nodes with what is inside them, and edges. With `joins`, what led to a node leads on. */
export function remove(
  graph: Graph,
  chosen: { readonly nodes: Iterable<string>; readonly edges?: Iterable<string> },
  { joins = false } = {},
): EditorCommand {
  const { byId } = indexOf(graph);
  // A container's start comes and goes with the container.
  const ids = [...chosen.nodes].filter((id) => !isMarker(byId.get(id)?.kind ?? ''));
  const edges = new Set(chosen.edges);
  return {
    label:
      ids.length === 0
        ? { key: 'canvas.stepRemoveEdges', values: { count: edges.size } }
        : ids.length === 1
          ? { key: 'canvas.stepRemove', values: { node: byId.get(ids[0] ?? '')?.title ?? '' } }
          : { key: 'canvas.stepRemoveMany', values: { count: ids.length } },
    select: [],
    edit: (document) =>
      withGraph(document, (now) => {
        if (ids.length + edges.size === 0) return now;
        const joined = joins ? ids.reduce(joinAround, now) : now;
        return without(joined, withInsides(joined, ids), edges);
      }),
  };
}

/** Leads every edge to the node on to what its first way out leads to. */
function joinAround(graph: Graph, nodeId: string): Graph {
  const { byId, outgoing } = indexOf(graph);
  const node = byId.get(nodeId);
  const exit = node && factsOf(node).handles[0]?.id;
  const onward = (outgoing.get(nodeId) ?? []).filter(({ handle }) => handle === exit);
  return {
    ...graph,
    edges: graph.edges.flatMap((edge) => {
      if (edge.source === nodeId) return [];
      if (edge.target !== nodeId) return [edge];
      return onward.map(({ target }) => ({
        ...newEdge(graph, { ...edge, target }),
        extra: edge.extra,
      }));
    }),
  };
}

/** `joined` continues the step of the same key, however long ago: nudging by keys. */
export function moveNodes(
  graph: Graph,
  positions: ReadonlyMap<string, Point>,
  mergeKey?: string,
): EditorCommand {
  const [first] = positions.keys();
  const title = indexOf(graph).byId.get(first ?? '')?.title ?? '';
  return {
    label:
      positions.size === 1 && title !== ''
        ? { key: 'canvas.stepMove', values: { node: title } }
        : { key: 'canvas.stepMoveMany', values: { count: positions.size } },
    ...(mergeKey === undefined ? {} : { mergeKey }),
    edit: (document) =>
      withGraph(document, (now) => {
        const moved = mapNodes(now, (node) => {
          const position = positions.get(node.id);
          return position ? place(node, position) : node;
        });
        return moved === now ? now : fitContainers(moved, new Set(positions.keys()));
      }),
  };
}

export function resizeNode(nodeId: string, { x, y, ...size }: Point & Size): EditorCommand {
  return {
    label: { key: 'canvas.stepResize' },
    mergeKey: `resize ${nodeId}`,
    edit: (document) =>
      withGraph(document, (graph) =>
        fitContainers(
          mapNodes(graph, (node) =>
            node.id === nodeId ? resize(place(node, { x, y }), size) : node,
          ),
          new Set([nodeId]),
        ),
      ),
  };
}

/** Switches nodes off or on: what is off is passed by. */
export function setDisabled(graph: Graph, ids: Iterable<string>, disabled: boolean): EditorCommand {
  const chosen = new Set(ids);
  const [first] = chosen;
  const title = indexOf(graph).byId.get(first ?? '')?.title ?? '';
  const key = disabled ? 'canvas.stepDisable' : 'canvas.stepEnable';
  return {
    label:
      chosen.size === 1
        ? { key, values: { node: title } }
        : { key: `${key}Many`, values: { count: chosen.size } },
    edit: (document) =>
      withGraph(document, (now) =>
        mapNodes(now, (node) => {
          if (!chosen.has(node.id) || isDisabledNode(node) === disabled) return node;
          const { disabled: _, ...extra } = node.extra;
          return { ...node, extra: disabled ? { ...extra, disabled: true } : extra };
        }),
      ),
  };
}

/** Moves nodes into a container or out of it; edges through its wall are cut. */
export function moveInto(
  graph: Graph,
  ids: Iterable<string>,
  containerId: string | null,
  /** Places on the whole canvas; where they are now when absent. */
  positions?: ReadonlyMap<string, Point>,
): EditorCommand {
  const chosen = outermost(graph, ids).filter(({ kind }) => !isMarker(kind));
  const moved = new Set(chosen.map(({ id }) => id));
  const container = indexOf(graph).byId.get(containerId ?? '');
  return {
    label: container
      ? { key: 'canvas.stepMoveInto', values: { container: container.title } }
      : { key: 'canvas.stepMoveOut' },
    edit: (document) =>
      withGraph(document, (now) => {
        const around = containerId === null ? undefined : indexOf(now).byId.get(containerId);
        const origin = around ? absolutePosition(now, around) : { x: 0, y: 0 };
        if (around && withInsides(now, moved).has(around.id)) return now;
        const nodes = mapNodes(now, (node) => {
          if (!moved.has(node.id)) return node;
          const at = positions?.get(node.id) ?? absolutePosition(now, node);
          const { parentId: _, ...rest } = node;
          const placed = {
            ...rest,
            position: { x: Math.round(at.x - origin.x), y: Math.round(at.y - origin.y) },
          };
          return containerId === null ? placed : { ...placed, parentId: containerId };
        });
        const { byId } = indexOf(nodes);
        const edges = nodes.edges.filter(
          ({ source, target }) => byId.get(source)?.parentId === byId.get(target)?.parentId,
        );
        return fitContainers({ ...nodes, edges }, moved);
      }),
  };
}

/** A free place for a node after another: to the right, below what stands there already. */
export function placeAfter(graph: Graph, sourceId: string, handle: string): Point {
  const { byId, outgoing, children } = indexOf(graph);
  const source = byId.get(sourceId);
  if (!source) return { x: 0, y: 0 };
  const facts = factsOf(source);
  const siblings = children.get(source.parentId ?? null) ?? [];
  const exit = facts.handles.findIndex(({ id }) => id === handle);
  const followers = (outgoing.get(sourceId) ?? []).flatMap(({ target }) => byId.get(target) ?? []);
  const x = source.position.x + facts.size.width + gapX;
  const y =
    followers.length === 0
      ? source.position.y + (exit > 0 ? (facts.handles[exit]?.y ?? handleY) - handleY : 0)
      : Math.max(...followers.map((node) => node.position.y + factsOf(node).size.height)) + gapY;
  const size = { width: measures.width, height: 80 };
  let free = { x, y, ...size };
  for (;;) {
    const obstacle = siblings.find(
      (node) => node.kind !== '' && touches(free, { ...node.position, ...factsOf(node).size }, 16),
    );
    if (!obstacle) return { x: free.x, y: free.y };
    free = { ...free, y: obstacle.position.y + factsOf(obstacle).size.height + gapY };
  }
}
