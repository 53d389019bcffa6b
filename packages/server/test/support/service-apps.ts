/** App files for tests of the Service API, small enough to be read at a glance. JSON is YAML. */
interface Features {
  readonly [name: string]: unknown;
}

const model = {
  provider: 'openai-compatible',
  name: 'echo',
  mode: 'chat',
  completion_params: { temperature: 0 },
};

/** A classic app whose model repeats the question. */
export function classicApp(mode: 'chat' | 'agent-chat' | 'completion', config: Features = {}) {
  return JSON.stringify({
    kind: 'app',
    version: '0.3.0',
    app: { name: `A ${mode} app`, mode, description: 'Says it again.' },
    model_config: {
      model,
      prompt_type: 'simple',
      pre_prompt: mode === 'completion' ? '{{query}}' : 'Repeat.',
      user_input_form:
        mode === 'completion'
          ? [{ paragraph: { label: 'Query', variable: 'query', required: true } }]
          : [],
      agent_mode: { enabled: mode === 'agent-chat', strategy: 'function_call', tools: [] },
      ...config,
    },
  });
}

const text = { variable: 'text', label: 'Text', type: 'text-input', max_length: 20 };

/** `start → code-free output`: gives the text back without a model. */
export function echoWorkflow(variables: readonly object[] = [{ ...text, required: true }]) {
  return graphApp('workflow', {
    start: { type: 'start', title: 'Start', variables },
    end: {
      type: 'end',
      title: 'End',
      outputs: [{ variable: 'out', value_selector: ['start', 'text'] }],
    },
  });
}

/** `start → llm → end` */
export function modelWorkflow() {
  return graphApp('workflow', {
    start: { type: 'start', title: 'Start', variables: [{ ...text, required: true }] },
    llm: llm('{{#start.text#}}'),
    end: {
      type: 'end',
      title: 'End',
      outputs: [{ variable: 'out', value_selector: ['llm', 'text'] }],
    },
  });
}

/** `start → llm → answer`, with a conversation variable. */
export function chatflow(features: Features = {}, memory = true) {
  return graphApp(
    'advanced-chat',
    {
      start: { type: 'start', title: 'Start', variables: [] },
      llm: {
        ...llm('{{#sys.query#}}'),
        ...(memory ? { memory: { window: { enabled: false, size: 10 } } } : {}),
      },
      answer: { type: 'answer', title: 'Answer', answer: 'Well: {{#llm.text#}}' },
    },
    {
      features,
      conversation_variables: [
        { id: 'v1', name: 'mood', value_type: 'string', value: 'good', description: 'How it goes' },
        { id: 'v2', name: 'count', value_type: 'number', value: 3, description: '' },
      ],
    },
  );
}

function llm(prompt: string) {
  return {
    type: 'llm',
    title: 'LLM',
    model,
    prompt_template: [{ role: 'user', text: prompt }],
    context: { enabled: false, variable_selector: [] },
    vision: { enabled: false },
  };
}

function graphApp(
  mode: string,
  nodes: Readonly<Record<string, object>>,
  workflow: Features = {},
): string {
  const ids = Object.keys(nodes);
  return JSON.stringify({
    kind: 'app',
    version: '0.3.0',
    app: { name: `A ${mode} app`, mode },
    workflow: {
      ...workflow,
      graph: {
        nodes: ids.map((id) => ({ id, data: nodes[id], position: { x: 0, y: 0 } })),
        edges: ids.slice(1).map((target, index) => ({
          id: `${ids[index]}-${target}`,
          source: ids[index],
          target,
          sourceHandle: 'source',
        })),
      },
    },
  });
}
