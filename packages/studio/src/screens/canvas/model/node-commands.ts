/** Edits of single nodes: what their forms do. */
import type { AppDocument, FailurePolicy, GraphNode } from '@outpost/contracts';
import type { EditorCommand } from './command.ts';

export function nodeOf(document: AppDocument, nodeId: string): GraphNode | undefined {
  return document.graph.nodes.find(({ id }) => id === nodeId);
}

/** The document with one node changed; the same when `change` returns the same node. */
export function withNode(
  document: AppDocument,
  nodeId: string,
  change: (node: GraphNode) => GraphNode,
): AppDocument {
  let isChanged = false;
  const nodes = document.graph.nodes.map((node) => {
    if (node.id !== nodeId) return node;
    const changed = change(node);
    isChanged ||= changed !== node;
    return changed;
  });
  return isChanged ? { ...document, graph: { ...document.graph, nodes } } : document;
}

/** `field` says what was changed: shown in the list of steps, and what joins quick edits to one. */
export interface FieldOfNode {
  readonly node: Pick<GraphNode, 'id' | 'title'>;
  /** In the reader's language, e.g. “Temperature”. */
  readonly field: string;
}

/** Changes a node's settings; `change` gets them as they are when the edit is made. */
export function changeConfig(
  { node, field }: FieldOfNode,
  change: (config: GraphNode['config']) => GraphNode['config'],
): EditorCommand {
  return {
    label: { key: 'canvas.stepField', values: { node: node.title, field } },
    mergeKey: `config ${node.id} ${field}`,
    edit: (document) =>
      withNode(document, node.id, (now) => {
        const config = change(now.config);
        return config === now.config ? now : { ...now, config };
      }),
  };
}

/** Changes settings by which ways out of the node are gone: the edges that left by them go as well. */
export function changeWays(
  { node, field }: FieldOfNode,
  change: (config: GraphNode['config']) => GraphNode['config'],
  gone: readonly string[],
): EditorCommand {
  const command = changeConfig({ node, field }, change);
  return {
    ...command,
    edit(document) {
      const edited = command.edit(document);
      const edges = edited.graph.edges.filter(
        ({ source, handle }) => source !== node.id || !gone.includes(handle),
      );
      if (edges.length === edited.graph.edges.length) return edited;
      return { ...edited, graph: { ...edited.graph, edges } };
    },
  };
}

export function changeFailure(
  { node, field }: FieldOfNode,
  change: (failure: FailurePolicy) => FailurePolicy,
): EditorCommand {
  return {
    label: { key: 'canvas.stepField', values: { node: node.title, field } },
    mergeKey: `failure ${node.id} ${field}`,
    edit: (document) =>
      withNode(document, node.id, (now) => ({ ...now, failure: change(now.failure) })),
  };
}

export function renameNode(node: Pick<GraphNode, 'id' | 'title'>, title: string): EditorCommand {
  return {
    label: { key: 'canvas.stepRename', values: { node: title } },
    mergeKey: `title ${node.id}`,
    edit: (document) =>
      withNode(document, node.id, (now) => (now.title === title ? now : { ...now, title })),
  };
}
