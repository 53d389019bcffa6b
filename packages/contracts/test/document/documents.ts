import {
  noFailurePolicy,
  type AppDocument,
  type GraphEdge,
  type GraphNode,
} from '../../src/index.ts';

/** `start → llm → end`, one conversation variable. */
export function smallDocument(): AppDocument {
  return {
    schema: 1,
    profile: {
      name: 'Small',
      mode: 'workflow',
      description: '',
      iconType: 'emoji',
      icon: '🤖',
      iconBackground: '#fff',
      useIconAsAnswerIcon: false,
    },
    graph: {
      nodes: [
        node('start', 'start', { variables: [{ variable: 'city', type: 'text-input' }] }),
        node('llm', 'llm', {
          model: { provider: 'p', name: 'm', completion_params: { temperature: 0.7 } },
          prompt_template: [
            { role: 'system', text: 'Be brief.' },
            { role: 'user', text: '{{#start.city#}}' },
          ],
        }),
        node('end', 'end', { outputs: [] }),
      ],
      edges: [edge('a', 'start', 'llm'), edge('b', 'llm', 'end')],
      viewport: { x: 0, y: 0, zoom: 1 },
    },
    features: { opening_statement: '', file_upload: { enabled: false } },
    environmentVariables: [],
    conversationVariables: [
      { id: 'v1', name: 'mood', valueType: 'string', value: 'good', description: '', extra: {} },
    ],
    classic: null,
    dependencies: [],
    extra: {},
  };
}

export function node(
  id: string,
  kind: string,
  config: GraphNode['config'] = {},
  more: Partial<GraphNode> = {},
): GraphNode {
  return {
    id,
    kind,
    title: id.toUpperCase(),
    config,
    failure: noFailurePolicy,
    position: { x: 0, y: 0 },
    extra: {},
    ...more,
  };
}

export function edge(id: string, source: string, target: string, handle = 'source'): GraphEdge {
  return { id, source, handle, target, extra: {} };
}

/** The document with one node changed. */
export function withNode(
  document: AppDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): AppDocument {
  const nodes = document.graph.nodes.map((item) => (item.id === id ? change(item) : item));
  return { ...document, graph: { ...document.graph, nodes } };
}

export function withoutNode(document: AppDocument, id: string): AppDocument {
  const { nodes, edges } = document.graph;
  return {
    ...document,
    graph: {
      ...document.graph,
      nodes: nodes.filter((item) => item.id !== id && item.parentId !== id),
      edges: edges.filter(({ source, target }) => source !== id && target !== id),
    },
  };
}

export function adding(
  document: AppDocument,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[] = [],
): AppDocument {
  const { graph } = document;
  return {
    ...document,
    graph: { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] },
  };
}
