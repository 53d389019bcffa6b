import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AppDocument, Graph } from '@outpost/contracts';
import { createBlankApp, graphFromClassic, readAppFile } from '../../src/index.ts';
import { ownFile } from '../app-files.ts';

const graphOf = (name: string): Graph => graphFromClassic(readAppFile(ownFile(name)).document);
const configOf = (graph: Graph, id: string): Readonly<Record<string, unknown>> =>
  graph.nodes.find((node) => node.id === id)?.config ?? {};
const withClassic = (
  mode: 'chat' | 'completion',
  classic: Record<string, unknown>,
): AppDocument => ({
  ...createBlankApp(mode, 'x'),
  classic,
});

describe('graphFromClassic', () => {
  // start ──► knowledge ──► llm ──► answer
  it('makes a chat of a form, knowledge, an instruction, memory and vision', () => {
    const graph = graphOf('classic-chat.yml');

    assert.deepEqual(
      graph.edges.map((edge) => [edge.source, edge.handle, edge.target]),
      [
        ['start', 'source', 'knowledge'],
        ['knowledge', 'source', 'llm'],
        ['llm', 'source', 'answer'],
      ],
    );
    assert.deepEqual(configOf(graph, 'start')['variables'], [
      {
        type: 'text-input',
        variable: 'name',
        label: 'Name',
        required: true,
        max_length: 48,
        default: '',
      },
      {
        type: 'select',
        variable: 'city',
        label: 'City',
        required: false,
        options: ['Beijing', 'Berlin'],
        default: '',
      },
    ]);
    const knowledge = configOf(graph, 'knowledge');
    assert.deepEqual(knowledge['dataset_ids'], ['4d3a5cbd-9a31-4a6c-b7ef-c81e52fd2a59']);
    assert.deepEqual(knowledge['query_variable_selector'], ['sys', 'query']);
    assert.deepEqual(knowledge['multiple_retrieval_config'], {
      top_k: 6,
      score_threshold: 0.4,
      reranking_enable: false,
      reranking_mode: 'reranking_model',
      reranking_model: { provider: '', model: '' },
      weights: null,
    });
    const llm = configOf(graph, 'llm');
    const [system] = llm['prompt_template'] as readonly {
      readonly role: string;
      readonly text: string;
    }[];
    assert.equal(system?.role, 'system');
    assert.match(system.text, /\{\{#context#\}\}/);
    assert.match(
      system.text,
      /You help \{\{#start\.name#\}\} of \{\{#start\.city#\}\}\. Ignore \{\{other\}\}\./,
    );
    assert.deepEqual(llm['context'], { enabled: true, variable_selector: ['knowledge', 'result'] });
    assert.deepEqual(llm['vision'], {
      enabled: true,
      configs: { variable_selector: ['sys', 'files'], detail: 'low' },
    });
    assert.deepEqual(llm['memory'], {
      window: { enabled: false, size: null },
      query_prompt_template: '{{#sys.query#}}',
    });
    assert.deepEqual((llm['model'] as Record<string, unknown>)['completion_params'], {
      temperature: 0.3,
      stop: ['END'],
    });
  });

  // start ──► llm ──► answer
  it('makes a completion ask its prompt, with the input that is called query', () => {
    const graph = graphOf('classic-completion.yml');

    const llm = configOf(graph, 'llm');
    assert.deepEqual(
      graph.nodes.map((node) => node.kind),
      ['start', 'llm', 'answer'],
    );
    assert.deepEqual(llm['prompt_template'], {
      text: 'Translate into {{#start.language#}}:\n{{#start.query#}}',
    });
    assert.equal(llm['memory'], null);
  });

  it('keeps the roles of an advanced chat prompt', () => {
    const graph = graphOf('classic-agent.yml');

    assert.deepEqual(configOf(graph, 'llm')['prompt_template'], [
      { role: 'system', text: 'You are {{#start.who#}}.' },
      { role: 'user', text: '{{#sys.query#}}' },
    ]);
  });

  it('asks a completion’s simple prompt as the user, or else its query', () => {
    const form = [{ paragraph: { variable: 'query', label: 'Query' } }];
    const prompted = graphFromClassic(
      withClassic('completion', { pre_prompt: 'Sum up: {{query}}', user_input_form: form }),
    );
    const bare = graphFromClassic(
      withClassic('completion', { pre_prompt: '', user_input_form: form }),
    );

    assert.deepEqual(configOf(prompted, 'llm')['prompt_template'], [
      { role: 'user', text: 'Sum up: {{#start.query#}}' },
    ]);
    assert.deepEqual(configOf(bare, 'llm')['prompt_template'], [
      { role: 'user', text: '{{#start.query#}}' },
    ]);
  });

  it('gives a chat on a completion model its history and its question in the text', () => {
    const graph = graphFromClassic(
      withClassic('chat', {
        pre_prompt: 'Be brief.',
        model: { provider: 'p', name: 'n', mode: 'completion' },
      }),
    );

    const llm = configOf(graph, 'llm');
    assert.deepEqual(llm['prompt_template'], {
      text: 'Be brief.\n\n{{#histories#}}\n\nHuman: {{#sys.query#}}\n\nAssistant:',
    });
    assert.deepEqual((llm['memory'] as Record<string, unknown>)['role_prefix'], {
      user: 'Human',
      assistant: 'Assistant',
    });
  });

  it('survives a configuration that says nothing or nonsense', () => {
    for (const classic of [
      {},
      { model: [], user_input_form: [1, { x: 2 }], dataset_configs: 'x', file_upload: 3 },
    ])
      assert.deepEqual(
        graphFromClassic(withClassic('chat', classic)).nodes.map((node) => node.kind),
        ['start', 'llm', 'answer'],
      );
  });

  it('gives a graph app its own graph', () => {
    const document = createBlankApp('workflow', 'x');

    assert.equal(graphFromClassic(document), document.graph);
  });
});
