// The kinds in the engine they are made for: whole flows, from inputs to outputs.
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import {
  AppError,
  noFailurePolicy,
  type AppMode,
  type FailurePolicy,
  type Graph,
  type NodePorts,
  type RunEvent,
  type Values,
} from '@outpost/contracts';
import { createFakeEgress, createFakeNodePorts, createTestClock } from '@outpost/contracts/testing';
import { compilePlan, startRun } from '@outpost/engine';
import { createNodeKinds } from '../../src/index.ts';

interface Shape {
  readonly kind: string;
  readonly inside?: string;
  readonly failure?: Partial<FailurePolicy>;
  readonly [setting: string]: unknown;
}

/** Nodes by id; edges as `a > b` and `a:handle > b`. */
function graphOf(nodes: Readonly<Record<string, Shape>>, edges: readonly string[]): Graph {
  return {
    nodes: Object.entries(nodes).map(([id, { kind, inside, failure, ...config }]) => ({
      id,
      kind,
      title: id,
      ...(inside ? { parentId: inside } : {}),
      config,
      failure: { ...noFailurePolicy, ...failure },
      position: { x: 0, y: 0 },
      extra: {},
    })),
    edges: edges.map((line) => {
      const [from = '', target = ''] = line.split(' > ');
      const [source = '', handle = 'source'] = from.split(':');
      return { id: line, source, handle, target, extra: {} };
    }),
    viewport: { x: 0, y: 0, zoom: 1 },
  };
}

interface Flow {
  readonly nodes: Readonly<Record<string, Shape>>;
  readonly edges: readonly string[];
  readonly mode?: AppMode;
  readonly inputs?: Values;
  readonly conversation?: Values;
  readonly ports?: Partial<NodePorts>;
}

async function runFlow({ nodes, edges, mode = 'workflow', ...options }: Flow) {
  const plan = compilePlan({ graph: graphOf(nodes, edges), kinds: createNodeKinds(), mode });
  const clock = createTestClock();
  const events: RunEvent[] = [];
  const run = startRun({
    plan,
    facts: { runId: 'r', appId: 'a', mode, userId: 'u', conversationId: null, depth: 0 },
    ports: createFakeNodePorts({ clock, ...options.ports }),
    inputs: options.inputs ?? {},
    system: { user_id: 'u' },
    environment: {},
    conversation: options.conversation ?? {},
    onEvents: (batch) => void events.push(...batch),
  });
  let isOver = false;
  const done = run.done.finally(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 100 && !isOver; turn += 1) {
    await setImmediate();
    clock.advance(500);
  }
  const end = await done;
  assert.ok(end.type === 'run-end');
  return { end, events };
}

const start = { kind: 'start', variables: [] };

test('a loop adds 1 until n is at least 3', async () => {
  const { end } = await runFlow({
    nodes: {
      s: start,
      l: {
        kind: 'loop',
        loop_count: 9,
        logical_operator: 'and',
        start_node_id: 'lstart',
        loop_variables: [
          { id: 'v', label: 'n', var_type: 'number', value_type: 'constant', value: '0' },
        ],
        break_conditions: [
          {
            id: 'c',
            variable_selector: ['l', 'n'],
            comparison_operator: '≥',
            value: '3',
            varType: 'number',
          },
        ],
      },
      lstart: { kind: 'loop-start', inside: 'l' },
      inc: {
        kind: 'assigner',
        inside: 'l',
        version: '2',
        items: [
          { variable_selector: ['l', 'n'], operation: '+=', input_type: 'constant', value: 1 },
        ],
      },
      e: {
        kind: 'end',
        outputs: [
          { variable: 'n', value_selector: ['l', 'n'] },
          { variable: 'rounds', value_selector: ['l', 'loop_round'] },
        ],
      },
    },
    edges: ['s > l', 'lstart > inc', 'l > e'],
  });
  assert.equal(end.status, 'succeeded');
  assert.deepEqual(end.outputs, { n: 3, rounds: 3 });
});

test('a request that keeps failing is retried, then leaves by its fail branch', async () => {
  const egress = createFakeEgress(() => {
    throw new AppError('egress_failed', { details: { url: 'https://example.org', reason: 'no' } });
  });
  const { end, events } = await runFlow({
    nodes: {
      s: { kind: 'start', variables: [{ variable: 'u', label: 'U', type: 'text-input' }] },
      h: {
        kind: 'http-request',
        method: 'get',
        url: 'https://example.org/{{#s.u#}}',
        failure: { strategy: 'fail-branch', retry: { retriesMax: 2, intervalMs: 500 } },
      },
      t: {
        kind: 'template-transform',
        template: 'failed: {{ e }}',
        variables: [{ variable: 'e', value_selector: ['h', 'error_message'] }],
      },
      a: {
        kind: 'variable-aggregator',
        output_type: 'string',
        variables: [
          ['h', 'body'],
          ['t', 'output'],
        ],
      },
      e: { kind: 'end', outputs: [{ variable: 'out', value_selector: ['a', 'output'] }] },
    },
    edges: ['s > h', 'h > a', 'h:fail-branch > t', 't > a', 'a > e'],
    inputs: { u: 'x' },
    ports: { egress },
  });
  assert.equal(egress.requests.length, 3);
  assert.equal(egress.requests[0]?.url, 'https://example.org/x');
  assert.equal(events.filter(({ type }) => type === 'node-retry').length, 2);
  assert.equal(end.status, 'partial-succeeded');
  assert.match(JSON.stringify(end), /failed: The address/);
});

test('an iteration keeps the order of its items and joins lists', async () => {
  const { end } = await runFlow({
    nodes: {
      s: { kind: 'start', variables: [{ variable: 'o', label: 'O', type: 'json_object' }] },
      i: {
        kind: 'iteration',
        iterator_selector: ['s', 'o', 'list'],
        output_selector: ['t', 'output'],
        start_node_id: 'istart',
        is_parallel: true,
        parallel_nums: 2,
      },
      istart: { kind: 'iteration-start', inside: 'i' },
      t: {
        kind: 'template-transform',
        inside: 'i',
        template: '{{ i }}:{{ x }}',
        variables: [
          { variable: 'i', value_selector: ['i', 'index'] },
          { variable: 'x', value_selector: ['i', 'item'] },
        ],
      },
      e: { kind: 'end', outputs: [{ variable: 'out', value_selector: ['i', 'output'] }] },
    },
    edges: ['s > i', 'istart > t', 'i > e'],
    inputs: { o: { list: ['a', 'b', 'c'] } },
  });
  assert.deepEqual(end.outputs, { out: ['0:a', '1:b', '2:c'] });
});

test('an iteration over what is no list fails its run, by name', async () => {
  const { end } = await runFlow({
    nodes: {
      s: { kind: 'start', variables: [{ variable: 'o', label: 'O', type: 'text-input' }] },
      i: {
        kind: 'iteration',
        iterator_selector: ['s', 'o'],
        output_selector: ['i', 'item'],
        start_node_id: 'istart',
      },
      istart: { kind: 'iteration-start', inside: 'i' },
    },
    edges: ['s > i'],
    inputs: { o: 'text' },
  });
  assert.equal(end.status, 'failed');
  assert.match(JSON.stringify(end), /“s\.o” is not a list/);
});

test('a conversation variable that an assigner changed is printed as changed, on the chosen branch', async () => {
  const { end, events } = await runFlow({
    mode: 'advanced-chat',
    nodes: {
      s: { kind: 'start', variables: [{ variable: 'u', label: 'U', type: 'text-input' }] },
      c: {
        kind: 'if-else',
        cases: [
          {
            case_id: 'true',
            logical_operator: 'and',
            conditions: [
              { variable_selector: ['s', 'u'], comparison_operator: 'is', value: 'yes' },
            ],
          },
        ],
      },
      w: {
        kind: 'assigner',
        version: '2',
        items: [
          {
            variable_selector: ['conversation', 'log'],
            operation: 'append',
            input_type: 'variable',
            value: ['s', 'u'],
          },
        ],
      },
      yes: { kind: 'answer', answer: 'log:\n{{#conversation.log#}}' },
      no: { kind: 'answer', answer: 'no' },
    },
    edges: ['s > c', 'c:true > w', 'w > yes', 'c:false > no'],
    inputs: { u: 'yes' },
    conversation: { log: ['before'] },
  });
  assert.equal(end.status, 'succeeded');
  const shown = events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []));
  assert.equal(shown.join(''), 'log:\n- before\n- yes');
});

test('a flow whose tool is not installed runs up to it and says what it lacks', async () => {
  const { end } = await runFlow({
    nodes: {
      s: start,
      t: { kind: 'tool', provider_id: 'org/p/search', tool_name: 'find' },
      e: { kind: 'end', outputs: [] },
    },
    edges: ['s > t', 't > e'],
  });
  assert.equal(end.status, 'failed');
  assert.match(JSON.stringify(end), /The tool “find” of org\/p\/search/);
});
