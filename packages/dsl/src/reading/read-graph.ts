import type { Graph, GraphEdge, GraphNode } from '@outpost/contracts';
import type { TakeNote } from '../import-note.ts';
import { canvasTypeOf } from '../envelope.ts';
import { failureFromData, failureKeys } from './read-failure.ts';
import {
  invalidAt,
  isTree,
  listAt,
  optionalTextAt,
  optionalTreeAt,
  textAt,
  treeAt,
  withoutKeys,
  type Tree,
} from './shape.ts';

/** Reads `workflow.graph` as it stands, without repairs. */
export function readGraph(graph: Tree, path: string, takeNote: TakeNote): Graph {
  const nodes = listAt(graph['nodes'], `${path}.nodes`).map((item, index) =>
    readNode(treeAt(item, `${path}.nodes[${index}]`), index, { path, takeNote }),
  );
  const ids = new Set<string>();
  for (const [index, { id }] of nodes.entries()) {
    if (ids.has(id))
      throw invalidAt(`${path}.nodes[${index}].id`, {
        en: `two nodes have the id ${id}`,
        zh: `有两个节点的 ID 都是 ${id}`,
      });
    ids.add(id);
  }
  return {
    nodes,
    edges: listAt(graph['edges'], `${path}.edges`).map((item, index) =>
      readEdge(item, index, path),
    ),
    viewport: readViewport(graph['viewport'], `${path}.viewport`),
  };
}

interface NodePlace {
  readonly path: string;
  readonly takeNote: TakeNote;
}

function readNode(
  envelope: Tree,
  index: number,
  { path: graphPath, takeNote }: NodePlace,
): GraphNode {
  const path = `${graphPath}.nodes[${index}]`;
  const id = textAt(envelope['id'], `${path}.id`);
  if (id === '')
    throw invalidAt(`${path}.id`, { en: 'a node’s id cannot be empty', zh: '节点 ID 不能为空' });
  const data = treeAt(envelope['data'], `${path}.data`);
  const isNote = envelope['type'] === canvasTypeOf('');
  const kind = isNote
    ? optionalTextAt(data['type'], `${path}.data.type`, '')
    : textAt(data['type'], `${path}.data.type`);
  const parentId = optionalTextAt(envelope['parentId'], `${path}.parentId`, '');
  const position = pointFrom(envelope['position']);
  if (position === null)
    takeNote({
      path: `${path}.position`,
      nodeId: id,
      message: {
        en: 'The node had no position and was put in the row.',
        zh: '节点没有位置信息，已自动排列。',
      },
    });
  const failureData = pick(data, failureKeys);
  return {
    id,
    kind,
    title: optionalTextAt(data['title'], `${path}.data.title`, ''),
    ...(parentId === '' ? {} : { parentId }),
    config: withoutKeys(data, ['type', 'title', ...failureKeys]),
    failure: failureFromData(data),
    position: position ?? { x: 80 + 304 * index, y: 282 },
    extra: {
      ...withoutKeys(envelope, ['id', 'data', 'parentId', 'position']),
      ...restOf('position', envelope['position'], ['x', 'y']),
      ...(Object.keys(failureData).length === 0 ? {} : { data: failureData }),
    },
  };
}

function readEdge(item: unknown, index: number, graphPath: string): GraphEdge {
  const path = `${graphPath}.edges[${index}]`;
  const envelope = treeAt(item, path);
  const handle = optionalTextAt(envelope['sourceHandle'], `${path}.sourceHandle`, '');
  return {
    id: optionalTextAt(envelope['id'], `${path}.id`, '') || `edge_${index}`,
    source: textAt(envelope['source'], `${path}.source`),
    handle: handle === '' || handle === 'success-branch' ? 'source' : handle,
    target: textAt(envelope['target'], `${path}.target`),
    extra: withoutNothing(withoutKeys(envelope, ['id', 'source', 'sourceHandle', 'target'])),
  };
}

function readViewport(value: unknown, path: string): Graph['viewport'] {
  const viewport = optionalTreeAt(value, path);
  const zoom = numberFrom(viewport['zoom']);
  return {
    x: numberFrom(viewport['x']) ?? 0,
    y: numberFrom(viewport['y']) ?? 0,
    zoom: zoom === null || zoom <= 0 ? 1 : zoom,
  };
}

function pointFrom(value: unknown): { readonly x: number; readonly y: number } | null {
  if (!isTree(value)) return null;
  const x = numberFrom(value['x']);
  const y = numberFrom(value['y']);
  return x === null || y === null ? null : { x, y };
}

function numberFrom(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What else a map holds beside the keys that have been read, under its own key; nothing when nothing is left. */
function restOf(key: string, value: unknown, keys: readonly string[]): Tree {
  const rest = isTree(value) ? withoutKeys(value, keys) : {};
  return Object.keys(rest).length === 0 ? {} : { [key]: rest };
}

function pick(tree: Tree, keys: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => keys.includes(key)));
}

function withoutNothing(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== null));
}
