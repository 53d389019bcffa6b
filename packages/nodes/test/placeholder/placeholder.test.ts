import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeFailure, type NodeKind } from '@outpost/contracts';
import { createNodeKinds } from '../../src/index.ts';
import { createNodeContext } from '../support/create-node-context.ts';

interface Case {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly lacks: string;
  readonly references?: readonly (readonly string[])[];
  readonly outputs: readonly string[];
  readonly handles?: readonly string[];
  readonly root?: boolean;
}

const cases: readonly Case[] = [
  {
    type: 'knowledge-retrieval',
    config: {
      query_variable_selector: ['sys', 'query'],
      query_attachment_selector: null,
      dataset_ids: ['x'],
      retrieval_mode: 'single',
      multiple_retrieval_config: null,
      metadata_filtering_conditions: { conditions: [{ name: 'a', value: '{{#n.x#}}' }] },
    },
    lacks: 'knowledge bases',
    references: [
      ['sys', 'query'],
      ['n', 'x'],
    ],
    outputs: ['result'],
  },
  {
    type: 'agent',
    config: {
      agent_strategy_provider_name: 'org/agent/agent',
      agent_strategy_name: 'react',
      agent_strategy_label: 'ReAct',
      agent_parameters: {
        query: { type: 'constant', value: '{{#sys.query#}}' },
        tools: {
          type: 'constant',
          value: [
            { parameters: { x: { auto: 0, value: { type: 'variable', value: ['n', 'x'] } } } },
          ],
        },
      },
      output_schema: null,
    },
    lacks: 'the agent strategy “ReAct” of org/agent/agent',
    references: [
      ['sys', 'query'],
      ['n', 'x'],
    ],
    outputs: ['text', 'usage', 'files', 'json'],
  },
  {
    type: 'human-input',
    config: {
      form_content: 'See {{#n.x#}} {{#$output.name#}}',
      inputs: [
        {
          type: 'paragraph',
          output_variable_name: 'name',
          default: { type: 'variable', selector: ['n', 'y'] },
        },
        { type: 'file-list', output_variable_name: 'files', default: null },
        { broken: true },
      ],
      user_actions: [{ id: 'ok', title: 'OK' }, { id: 'no' }],
    },
    lacks: 'forms for people',
    references: [
      ['n', 'x'],
      ['n', 'y'],
    ],
    outputs: ['name', 'files', '__action_id', '__action_value', '__rendered_content'],
    handles: ['ok', 'no', '__timeout'],
  },
  {
    type: 'trigger-webhook',
    config: {
      headers: [{ name: 'X-Event-Id', required: true }],
      params: [{ name: 'q' }],
      body: [{ name: 'count', type: 'number' }],
    },
    lacks: 'webhook triggers',
    outputs: ['X_Event_Id', 'q', 'count', '_webhook_raw'],
    root: true,
  },
  {
    type: 'trigger-schedule',
    config: { mode: 'cron', config: {} },
    lacks: 'schedule triggers',
    outputs: [],
    root: true,
  },
  {
    type: 'trigger-plugin',
    config: { plugin_id: 'org/p', event_name: 'pushed', event_parameters: {} },
    lacks: 'the event “pushed” of the plugin org/p',
    outputs: [],
    root: true,
  },
  {
    type: 'datasource',
    config: {
      provider_type: 'local_file',
      datasource_parameters: { a: { type: 'mixed', value: '{{#n.x#}}' } },
    },
    lacks: 'knowledge pipelines',
    references: [['n', 'x']],
    outputs: ['datasource_type', 'file'],
    root: true,
  },
  {
    type: 'knowledge-index',
    config: { index_chunk_variable_selector: ['n', 'chunks'] },
    lacks: 'knowledge pipelines',
    references: [['n', 'chunks']],
    outputs: [],
  },
];

const kinds = createNodeKinds();

function kindOf(type: string): NodeKind {
  const kind = kinds.get(type);
  assert.ok(kind, type);
  return kind;
}

for (const { type, config, lacks, references = [], outputs, handles, root = false } of cases) {
  test(`${type} imports, and shows what it reads, gives and lacks`, () => {
    const kind = kindOf(type);
    const parsed = kind.parse({ id: 'p', title: 'P', config });
    assert.equal(kind.lacks?.(parsed), lacks);
    assert.deepEqual(kind.references(parsed), references);
    assert.deepEqual(Object.keys(kind.outputs(parsed)), outputs);
    assert.deepEqual(kind.handles?.(parsed), handles);
    assert.equal(kind.traits.root ?? false, root);
  });

  test(`${type} fails clearly when a run reaches it`, () => {
    const kind = kindOf(type);
    const parsed = kind.parse({ id: 'p', title: 'P', config });
    assert.throws(
      () => kind.run?.(createNodeContext(), parsed),
      (error: unknown) => {
        assert.ok(error instanceof NodeFailure);
        assert.equal(error.error.code, 'node_unavailable');
        assert.ok(error.message.includes('“Node under test”') && error.message.includes(lacks));
        return true;
      },
    );
  });

  test(`${type} imports whatever a file says of it`, () => {
    const kind = kindOf(type);
    for (const given of [null, 5, 'x', [1], { a: null }])
      kind.parse({
        id: 'p',
        title: 'P',
        config: Object.fromEntries(Object.keys(config).map((key) => [key, given])),
      });
    kind.parse({ id: 'p', title: 'P', config: {} });
  });
}
