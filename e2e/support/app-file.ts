/** App files made of a few words: JSON is YAML, so the text is an app file like any other. */

interface NodeSpec {
  readonly id: string;
  readonly type: string;
  /** The container that holds the node. */
  readonly parentId?: string;
  readonly [field: string]: unknown;
}

export interface AppSpec {
  readonly name: string;
  readonly mode: 'workflow' | 'advanced-chat';
  readonly nodes: readonly NodeSpec[];
  /** `from`, `to`: ids of nodes that follow each other. */
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly conversationVariables?: readonly {
    readonly id: string;
    readonly name: string;
    readonly value_type: string;
    readonly value: unknown;
  }[];
}

export function appFile({ name, mode, nodes, edges, conversationVariables = [] }: AppSpec): string {
  return JSON.stringify({
    kind: 'app',
    version: '0.6.0',
    app: { name, mode, description: '', icon: '🧪', icon_background: '#FFFFFF' },
    dependencies: [],
    workflow: {
      conversation_variables: conversationVariables,
      environment_variables: [],
      features: {},
      graph: {
        nodes: nodes.map(({ id, parentId, ...data }, index) => ({
          id,
          type: 'custom',
          position: { x: 80 + 300 * index, y: 280 },
          ...(parentId === undefined ? {} : { parentId }),
          data: {
            title: id,
            ...data,
            ...(parentId === undefined ? {} : { isInIteration: true, iteration_id: parentId }),
          },
        })),
        edges: edges.map(([source, target]) => ({
          id: `${source}-${target}`,
          source,
          sourceHandle: 'source',
          target,
          targetHandle: 'target',
          type: 'custom',
          data: {},
        })),
        viewport: { x: 0, y: 0, zoom: 1 },
      },
    },
  });
}
