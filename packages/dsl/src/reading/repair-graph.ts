/**
 * Makes an older graph one that can run (spec/dsl.md 2.5), in this order:
 * 1. a child without `parentId` gets the one its own data names;
 * 2. edges whose ends do not exist are dropped, repeated edge ids made unique;
 * 3. every container gets a start node;
 * 4. an if-else of the oldest form gets `cases`; a tool's settings take the form of version 2;
 * 5. edges that close a cycle are dropped.
 * Nothing else is touched, and each change is noted. Retry stays as the file says: the web editor's
 * habit of turning it on for HTTP nodes would make them fail on statuses they now pass on.
 */
import type { Graph, GraphEdge, GraphNode } from '@outpost/contracts';
import type { LocalText, TakeNote } from '../import-note.ts';
import { addContainerStarts } from './container-starts.ts';
import { dropCycles } from './drop-cycles.ts';
import { isTree, type Tree } from './shape.ts';
import { createUniqueIds } from './unique-ids.ts';

export interface Repair {
  readonly path: string;
  readonly takeNote: TakeNote;
}

export function repairGraph(graph: Graph, repair: Repair): Graph {
  const owned = { ...graph, nodes: withOwners(graph.nodes, repair) };
  const sound = { ...owned, edges: soundEdges(owned, repair) };
  const entered = addContainerStarts(sound, repair);
  const current = {
    ...entered,
    nodes: entered.nodes.map((node, index) => currentForm(node, index, repair)),
  };
  return { ...current, edges: dropCycles(current, repair) };
}

function withOwners(nodes: readonly GraphNode[], repair: Repair): readonly GraphNode[] {
  const ids = new Set(nodes.map((node) => node.id));
  return nodes.map((node, index) => {
    if (node.parentId !== undefined) return node;
    const owner = [node.config['iteration_id'], node.config['loop_id']].find(
      (id) => typeof id === 'string' && ids.has(id) && id !== node.id,
    );
    if (typeof owner !== 'string') return node;
    noteNode(repair, index, node.id, {
      en: `The node lies in the container ${owner}, which its data named.`,
      zh: `根据节点数据，该节点属于容器 ${owner}。`,
    });
    return { ...node, parentId: owner };
  });
}

function soundEdges(graph: Graph, { path, takeNote }: Repair): readonly GraphEdge[] {
  const nodes = new Set(graph.nodes.map((node) => node.id));
  const uniqueId = createUniqueIds();
  return graph.edges.flatMap((edge, index) => {
    const lost = [edge.source, edge.target].find((id) => !nodes.has(id));
    if (lost !== undefined) {
      takeNote({
        path: `${path}.edges[${index}]`,
        nodeId: null,
        message: {
          en: `The edge ${edge.id} was left out: there is no node ${lost}.`,
          zh: `连线 ${edge.id} 已忽略：节点 ${lost} 不存在。`,
        },
      });
      return [];
    }
    const id = uniqueId(edge.id);
    if (id !== edge.id)
      takeNote({
        path: `${path}.edges[${index}].id`,
        nodeId: null,
        message: {
          en: `Two edges had the id ${edge.id}; one is now ${id}.`,
          zh: `连线 ID ${edge.id} 重复，其中一条已改为 ${id}。`,
        },
      });
    return [{ ...edge, id }];
  });
}

function currentForm(node: GraphNode, index: number, repair: Repair): GraphNode {
  const config =
    node.kind === 'if-else'
      ? withCases(node.config)
      : node.kind === 'tool'
        ? withToolForm(node.config)
        : null;
  if (config === null) return node;
  noteNode(repair, index, node.id, {
    en: 'The node’s settings were brought from an older form to the current one.',
    zh: '节点设置已从旧格式转换为当前格式。',
  });
  return { ...node, config };
}

function withCases(config: Tree): Tree | null {
  if (Array.isArray(config['cases']) || !Array.isArray(config['conditions'])) return null;
  const { conditions, logical_operator: operator } = config;
  return {
    ...config,
    cases: [{ case_id: 'true', logical_operator: operator === 'or' ? 'or' : 'and', conditions }],
  };
}

function withToolForm(config: Tree): Tree | null {
  if (config['version'] !== undefined || config['tool_node_version'] !== undefined) return null;
  const settings = isTree(config['tool_configurations']) ? config['tool_configurations'] : {};
  return {
    ...config,
    version: '2',
    tool_configurations: Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        name,
        isTree(value) ? value : { type: 'constant', value },
      ]),
    ),
  };
}

function noteNode(
  { path, takeNote }: Repair,
  index: number,
  nodeId: string,
  message: LocalText,
): void {
  takeNote({ path: `${path}.nodes[${index}]`, nodeId, message });
}
