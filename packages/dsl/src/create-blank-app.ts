import {
  isGraphMode,
  noFailurePolicy,
  type AppDocument,
  type AppMode,
  type Graph,
  type GraphEdge,
  type GraphNode,
} from '@outpost/contracts';
import type { Tree } from './reading/shape.ts';

/** A new app of a mode: the smallest one that opens, can be edited and, once its model is chosen, runs. */
export function createBlankApp(mode: AppMode, name: string): AppDocument {
  const graphMode = isGraphMode(mode);
  return {
    schema: 1,
    profile: {
      name,
      mode,
      description: '',
      iconType: 'emoji',
      icon: '🤖',
      iconBackground: '#FFEAD5',
      useIconAsAnswerIcon: false,
    },
    graph: graphMode ? blankGraph(mode) : chain([]),
    features: graphMode
      ? { file_upload: { enabled: false }, retriever_resource: { enabled: true } }
      : {},
    environmentVariables: [],
    conversationVariables: [],
    classic: graphMode ? null : blankClassic(mode),
    dependencies: [],
    extra: {},
  };
}

function blankGraph(mode: AppMode): Graph {
  const start = node('start', 'start', 'Start', { variables: [] });
  if (mode === 'workflow') return chain([start, node('end', 'end', 'Output', { outputs: [] })]);
  const llm = node('llm', 'llm', 'LLM', {
    model: { provider: '', name: '', mode: 'chat', completion_params: {} },
    prompt_template: [{ role: 'system', text: '' }],
    memory: { window: { enabled: false, size: 10 }, query_prompt_template: '{{#sys.query#}}' },
    context: { enabled: false, variable_selector: [] },
    vision: { enabled: false },
  });
  return chain([start, llm, node('answer', 'answer', 'Answer', { answer: '{{#llm.text#}}' })]);
}

function blankClassic(mode: AppMode): Tree {
  return {
    model: { provider: '', name: '', mode: 'chat', completion_params: {} },
    prompt_type: 'simple',
    pre_prompt: mode === 'completion' ? '{{query}}' : '',
    user_input_form:
      mode === 'completion'
        ? [{ paragraph: { label: 'Query', variable: 'query', required: true, default: '' } }]
        : [],
    opening_statement: '',
    suggested_questions: [],
    agent_mode: { enabled: mode === 'agent-chat', strategy: 'function_call', tools: [] },
  };
}

function node(id: string, kind: string, title: string, config: Tree): GraphNode {
  return {
    id,
    kind,
    title,
    config,
    failure: noFailurePolicy,
    position: { x: 0, y: 282 },
    extra: {},
  };
}

/** A graph whose nodes follow one another in a row. */
export function chain(nodes: readonly GraphNode[]): Graph {
  return {
    nodes: nodes.map((item, index) => ({ ...item, position: { x: 80 + 304 * index, y: 282 } })),
    edges: nodes.slice(1).map((target, index): GraphEdge => {
      const source = nodes[index]?.id ?? '';
      return {
        id: `${source}-source-${target.id}-target`,
        source,
        handle: 'source',
        target: target.id,
        extra: {},
      };
    }),
    viewport: { x: 0, y: 0, zoom: 1 },
  };
}
