import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppMode, Clock, RunEvent, Values } from '@outpost/contracts';
import { createFakeEgress, createFakeNodePorts, createTestClock } from '@outpost/contracts/testing';
import { readAppFile } from '@outpost/dsl';
import { compilePlan, startRun } from '@outpost/engine';
import { createNodeKinds } from '@outpost/nodes';
import { createRunFrames } from '../../src/service-api/run-frames.ts';

/** The fields of frames that these tests read. */
interface Data {
  readonly node_id?: string;
  readonly index?: number;
  readonly retry_index?: number;
  readonly loop_id?: string;
  readonly status?: string;
  readonly error?: string | null;
  readonly outputs?: Values;
  readonly steps?: number;
  readonly exceptions_count?: number;
  readonly pre_loop_output?: Values;
  readonly metadata?: Values;
  readonly execution_metadata?: Values;
}

interface Shown {
  readonly event: string;
  readonly answer?: string;
  readonly data: Data;
}

const kinds = createNodeKinds();

/** The frames of a run of an app file, whose clock moves on by a second whenever the run waits. */
async function framesOf(
  graph: string,
  { mode = 'workflow', inputs = {} }: { readonly mode?: AppMode; readonly inputs?: Values } = {},
): Promise<readonly Shown[]> {
  const { document } = readAppFile(`app: {name: x, mode: ${mode}}\nworkflow:\n  graph:\n${graph}`);
  const clock: Clock & { advance(byMs: number): void } = createTestClock();
  const events: RunEvent[] = [];
  const run = startRun({
    plan: compilePlan({ graph: document.graph, kinds, mode }),
    facts: { runId: 'r', appId: 'a', mode, userId: 'u', conversationId: null, depth: 0 },
    inputs,
    system: {},
    environment: {},
    conversation: {},
    ports: createFakeNodePorts({ clock, egress: createFakeEgress({ status: 503 }) }),
    onEvents: (more) => void events.push(...more),
  });
  while (events.at(-1)?.type !== 'run-end') {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (events.at(-1)?.type === 'node-retry') clock.advance(1_000);
  }
  await run.done;
  const frames = createRunFrames({
    mode,
    runId: 'r',
    taskId: 't',
    workflowId: 'w',
    createdBy: {},
    addresses: (json) => json,
    message: mode === 'workflow' ? null : { id: 'm', conversationId: 'c', createdAt: clock.now() },
    isHidden: (kind) => kinds.get(kind)?.traits.hidden === true,
  });
  return events
    .flatMap((event) => frames.translate(event))
    .map((frame) => JSON.parse(frame.replace(/^data: /, '')) as Shown);
}

/** `node_started h`, with the index of rounds and retries. */
function storyOf(frames: readonly Shown[]): readonly string[] {
  return frames.map(({ event, data }) =>
    [event, data?.node_id, data?.retry_index ?? (event.endsWith('_next') ? data?.index : undefined)]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

const at = 'position: {x: 0, y: 0}';
const edge = (source: string, target: string, handle = 'source'): string =>
  `{id: ${source}-${handle}-${target}, source: ${source}, sourceHandle: ${handle}, target: ${target}}`;

//  s ──► h ──source──────────► a ──► e
//        └─fail-branch──► t ──►┘
test('a request that keeps failing is retried, then its fail branch is taken', async () => {
  const frames = await framesOf(`    nodes:
    - {id: s, ${at}, data: {type: start, title: S, variables: []}}
    - {id: h, ${at}, data: {type: http-request, title: Get, method: get, url: 'https://example.org/', headers: '', params: '', authorization: {type: no-auth, config: null}, body: {type: none, data: []}, error_strategy: fail-branch, retry_config: {retry_enabled: true, max_retries: 2, retry_interval: 500}}}
    - {id: t, ${at}, data: {type: template-transform, title: T, template: '{{ e }}', variables: [{variable: e, value_selector: [h, error_type]}]}}
    - {id: a, ${at}, data: {type: variable-aggregator, title: A, output_type: string, variables: [[h, body], [t, output]]}}
    - {id: e, ${at}, data: {type: end, title: E, outputs: [{variable: out, value_selector: [a, output]}]}}
    edges: [${[edge('s', 'h'), edge('h', 'a'), edge('h', 't', 'fail-branch'), edge('t', 'a'), edge('a', 'e')].join(', ')}]
`);

  assert.deepEqual(storyOf(frames), [
    'workflow_started',
    'node_started s',
    'node_finished s',
    'node_started h',
    'node_retry h 1',
    'node_retry h 2',
    'node_finished h',
    'node_started t',
    'node_finished t',
    'node_started a',
    'text_chunk',
    'node_finished a',
    'node_started e',
    'node_finished e',
    'workflow_finished',
  ]);
  const failed = frames[6]?.data ?? {};
  assert.equal(failed.status, 'exception');
  assert.deepEqual(Object.keys(failed.outputs ?? {}).sort(), ['error_message', 'error_type']);
  assert.equal(failed.outputs?.['error_type'], 'HTTPResponseCodeError');
  assert.equal(failed.execution_metadata?.['error_strategy'], 'fail-branch');
  assert.deepEqual(frames[10]?.data, {
    text: 'HTTPResponseCodeError',
    from_variable_selector: ['a', 'output'],
  });
  const end = frames.at(-1)?.data ?? {};
  assert.deepEqual(
    [end.status, end.exceptions_count, end.outputs],
    ['partial-succeeded', 1, { out: 'HTTPResponseCodeError' }],
  );
});

//  s ──► loop[ start ──► inc ] ──► e        until n ≥ 3
test('a loop tells its start, its rounds from the second on, and why it ended', async () => {
  const frames = await framesOf(`    nodes:
    - {id: s, ${at}, data: {type: start, title: S, variables: []}}
    - {id: L, ${at}, data: {type: loop, title: L, loop_count: 9, logical_operator: and, start_node_id: begin, loop_variables: [{id: v, label: n, var_type: number, value_type: constant, value: '0'}], break_conditions: [{id: c, variable_selector: [L, n], comparison_operator: '≥', value: '3', varType: number}]}}
    - {id: begin, type: custom-loop-start, parentId: L, ${at}, data: {type: loop-start, title: ''}}
    - {id: inc, parentId: L, ${at}, data: {type: assigner, title: Inc, version: '2', items: [{variable_selector: [L, n], operation: '+=', input_type: constant, value: 1}]}}
    - {id: e, ${at}, data: {type: end, title: E, outputs: [{variable: n, value_selector: [L, n]}]}}
    edges: [${[edge('s', 'L'), edge('begin', 'inc'), edge('L', 'e')].join(', ')}]
`);

  const story = storyOf(frames).filter((line) => /loop|inc|begin/.test(line));
  assert.deepEqual(story, [
    'loop_started L',
    'node_started inc',
    'node_finished inc',
    'loop_next L 1',
    'node_started inc',
    'node_finished inc',
    'loop_next L 2',
    'node_started inc',
    'node_finished inc',
    'loop_completed L',
  ]);
  const of = (event: string) => frames.find((frame) => frame.event === event)?.data ?? {};
  assert.deepEqual(of('loop_started').metadata, { loop_length: 9 });
  assert.deepEqual(of('loop_next').pre_loop_output, {});
  const { outputs, steps, execution_metadata: metadata = {} } = of('loop_completed');
  assert.deepEqual(
    [outputs, steps, metadata['completed_reason']],
    [{ n: 3, loop_round: 3 }, 3, 'loop_break'],
  );
  assert.deepEqual(metadata['loop_variable_map'], { 0: { n: 1 }, 1: { n: 2 }, 2: { n: 3 } });
  assert.deepEqual(Object.keys(metadata['loop_duration_map'] ?? {}), ['0', '1', '2']);
  const inner = frames.filter(
    ({ event, data }) => event === 'node_finished' && data.node_id === 'inc',
  );
  assert.deepEqual(
    inner.map(({ data }) => [data.loop_id, data.execution_metadata?.['loop_index']]),
    [
      ['L', 0],
      ['L', 1],
      ['L', 2],
    ],
  );
});

//  s ──► it[ begin ──► t ] ──► answer
test('an iteration tells every round, and a chat prints its result', async () => {
  const frames = await framesOf(
    `    nodes:
    - {id: s, ${at}, data: {type: start, title: S, variables: []}}
    - {id: it, ${at}, data: {type: iteration, title: I, iterator_selector: [s, list], output_selector: [t, output], start_node_id: begin}}
    - {id: begin, type: custom-iteration-start, parentId: it, ${at}, data: {type: iteration-start, title: ''}}
    - {id: t, parentId: it, ${at}, data: {type: template-transform, title: T, template: '{{ x }}', variables: [{variable: x, value_selector: [it, item]}]}}
    - {id: answer, ${at}, data: {type: answer, title: A, answer: '{{#it.output#}} and {{#gone.x#}}.'}}
    edges: [${[edge('s', 'it'), edge('begin', 't'), edge('it', 'answer')].join(', ')}]
`,
    { mode: 'advanced-chat', inputs: { list: ['a', 'b'] } },
  );

  assert.deepEqual(storyOf(frames), [
    'workflow_started',
    'node_started s',
    'node_finished s',
    'iteration_started it',
    'iteration_next it 0',
    'node_started t',
    'node_finished t',
    'iteration_next it 1',
    'node_started t',
    'node_finished t',
    'message',
    'message',
    'message',
    'iteration_completed it',
    'node_started answer',
    'node_finished answer',
    'message_end',
    'workflow_finished',
  ]);
  const of = (event: string) => frames.find((frame) => frame.event === event)?.data ?? {};
  assert.deepEqual(of('iteration_started').metadata, { iteration_length: 2 });
  const { outputs, error, execution_metadata: metadata = {} } = of('iteration_completed');
  assert.deepEqual([outputs, error], [{ output: ['a', 'b'] }, null]);
  assert.deepEqual(Object.keys(metadata['iteration_duration_map'] ?? {}), ['0', '1']);
  // A stream leaves out what no node will bring; the stored text keeps its name.
  const said = frames.flatMap((frame) => (frame.event === 'message' ? [frame.answer] : []));
  assert.deepEqual(said, ['- a\n- b', ' and ', '.']);
});
