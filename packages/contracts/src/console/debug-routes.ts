/** The console's routes about runs: the draft in parts or whole, replays, and the values of the last run. */
import { z } from 'zod';
import { modelOverride } from './model-ref.ts';
import type { RouteSpec } from './route.ts';
import * as shape from './schemas.ts';

const anyObject = z.record(z.string(), z.unknown());
const id = z.string().min(1).max(200);
/** Values by selector text, e.g. `{"llm.text": "hi", "conversation.name": "Ada"}`. */
const valuesBySelector = anyObject;

/** Outputs that a node gives instead of being run. */
const pin = z.strictObject({
  outputs: anyObject,
  /** The way out of a branch; its first one when absent. */
  handle: z.string().max(200).optional(),
});

/** A variable that a node reads, with what it would get now. */
const nodeInput = z.object({
  /** E.g. `llm.text`; the key of `runNode`’s `variables`. */
  selector: z.string(),
  /** The node that gives it; null for `sys`, `env`, `conversation`. */
  nodeId: z.string().nullable(),
  /** The title of that node, else the scope’s name. */
  title: z.string(),
  name: z.string(),
  /** As app files write types; `any` when nothing is known. */
  valueType: z.string(),
  /** Where the value comes from; `none` = there is none, and `runNode` needs one. */
  origin: z.enum(['last-run', 'edited', 'default', 'none']),
  value: z.unknown(),
});
/** `details.missing` of the error `node_inputs_missing`, and the answer of `readNodeInputs`. */
export type NodeInput = z.infer<typeof nodeInput>;

const draftValue = z.object({
  name: z.string(),
  valueType: z.string(),
  /** Null when `cut`: read it alone. */
  value: z.unknown(),
  /** Set by hand and not yet replaced by a run. */
  edited: z.boolean(),
  /** Too large for a list. */
  cut: z.boolean(),
});

const draftNodeValues = z.object({
  nodeId: z.string(),
  title: z.string(),
  kind: z.string(),
  /** The run in which the node ran last; null when all its values were set by hand. */
  runId: z.string().nullable(),
  stepId: z.string().nullable(),
  status: z.string().nullable(),
  error: z.string().nullable(),
  at: z.number().nullable(),
  elapsedMs: z.number().nullable(),
  /** The way out it took, for branches. */
  handle: z.string().nullable(),
  outputs: z.array(draftValue),
});

/** What a run’s `events` answer with `mode=poll`. */
const runEventsPolled = z.object({
  /** As the stream sends them; ids are their `seq`. */
  events: z.array(anyObject),
  /** The next call’s `after`. */
  after: z.int(),
  /** Nothing more will come: the run is over or waits for somebody. */
  done: z.boolean(),
});
export type RunEventsPolled = z.infer<typeof runEventsPolled>;

export const debugRoutes = {
  runApp: {
    method: 'POST',
    path: '/apps/{appId}/run',
    permission: 'apps.run',
    summary: { en: 'Run an app; answers with the run’s events', zh: '运行应用并返回事件流' },
    body: z.strictObject({
      target: z.enum(['draft', 'published']).default('draft'),
      inputs: anyObject.default({}),
      query: z.string().max(1_000_000).optional(),
      files: z.array(anyObject).max(100).default([]),
      conversationId: z.uuid().nullable().default(null),
      /** Draft only: another model or prompt for this run; nothing is saved. */
      override: modelOverride.optional(),
      /** Draft only: nodes that are not run but give these outputs, by id. */
      pins: z.record(id, pin).default({}),
      /**
       * Draft only: run this node and what follows; everything else gives what it gave in `runId`,
       * else the last values (edited ones first). Inputs, query and files are then those of that run.
       */
      from: z.strictObject({ nodeId: id, runId: z.uuid().optional() }).optional(),
    }),
    response: 'events',
  },
  readNodeInputs: {
    method: 'GET',
    path: '/apps/{appId}/draft/nodes/{nodeId}/inputs',
    permission: 'apps.read',
    summary: { en: 'What a node reads, with its last values', zh: '节点所需变量及其最近值' },
    response: z.object({ data: z.array(nodeInput) }),
  },
  runNode: {
    method: 'POST',
    path: '/apps/{appId}/draft/nodes/{nodeId}/run',
    permission: 'apps.edit',
    summary: {
      en: 'Run one node with its last inputs or given ones; refused as `node_inputs_missing` when some are not known',
      zh: '用最近的输入或给定的变量单独运行一个节点；缺少变量时返回 `node_inputs_missing`',
    },
    body: z.strictObject({
      variables: valuesBySelector.default({}),
      /** False: only what `variables` and the defaults of variables say. */
      useLast: z.boolean().default(true),
    }),
    response: 'events',
  },

  readDraftValues: {
    method: 'GET',
    path: '/apps/{appId}/draft/values',
    permission: 'apps.read',
    summary: { en: 'The last value of every variable, for this account', zh: '变量最近值' },
    response: z.object({
      /** The last run of the whole draft. */
      runId: z.string().nullable(),
      nodes: z.array(draftNodeValues),
      conversation: z.array(draftValue),
      system: z.array(draftValue),
    }),
  },
  readDraftValue: {
    method: 'GET',
    path: '/apps/{appId}/draft/values/{scope}/{name}',
    permission: 'apps.read',
    summary: { en: 'One last value, whole', zh: '单个变量的完整值' },
    response: draftValue,
  },
  editDraftValue: {
    method: 'PUT',
    path: '/apps/{appId}/draft/values/{scope}/{name}',
    permission: 'apps.edit',
    summary: {
      en: 'Set a last value by hand (`scope` is a node’s id, `conversation` or `sys`); the next node run and run from here read it',
      zh: '手动修改变量最近值',
    },
    body: z.strictObject({ value: z.unknown() }),
    response: draftValue,
  },
  resetDraftValue: {
    method: 'DELETE',
    path: '/apps/{appId}/draft/values/{scope}/{name}',
    permission: 'apps.edit',
    summary: { en: 'Take an edit back: the run’s value counts again', zh: '还原变量' },
    response: 'none',
  },
  resetDraftValues: {
    method: 'DELETE',
    path: '/apps/{appId}/draft/values',
    permission: 'apps.edit',
    summary: { en: 'Take all edits back, or forget all values', zh: '还原或清空全部变量' },
    query: z.object({ what: z.enum(['edits', 'all']).default('edits') }),
    response: 'none',
  },

  readRun: {
    method: 'GET',
    path: '/runs/{runId}',
    permission: 'logs.read',
    summary: { en: 'One run', zh: '运行详情' },
    response: shape.runDetail,
  },
  runEvents: {
    method: 'GET',
    path: '/runs/{runId}/events',
    permission: 'logs.read',
    summary: {
      en: 'A run’s events, live until it ends; resumes after `Last-Event-ID`; with `mode=poll` as JSON',
      zh: '运行事件流（支持 Last-Event-ID 续传与轮询）',
    },
    query: z.object({
      mode: z.enum(['stream', 'poll']).default('stream'),
      /** The `seq` of the last event held; in a stream `Last-Event-ID` counts first. */
      after: z.coerce.number().int().min(0).default(0),
      /** With `mode=poll`: how long to wait for something new. */
      waitMs: z.coerce.number().int().min(0).max(25_000).default(20_000),
    }),
    response: 'events',
  },
  stopRun: {
    method: 'POST',
    path: '/runs/{runId}/stop',
    permission: 'apps.run',
    summary: { en: 'Stop a run', zh: '停止运行' },
    response: 'none',
  },
  replayRun: {
    method: 'POST',
    path: '/runs/{runId}/replay',
    permission: 'logs.read',
    summary: {
      en: 'Run a finished run again from one of its steps, what came before it kept; answers with the new run’s events',
      zh: '从某一步骤重放运行，之前的步骤沿用原结果',
    },
    body: z.strictObject({
      /** The first node that runs again. */
      nodeId: id,
      /** Which step of that node, when it ran more than once (in rounds); the first when absent. */
      stepId: z.string().max(80).optional(),
      /** Values that replace what kept steps gave. */
      inputs: valuesBySelector.default({}),
    }),
    response: 'events',
  },
} as const satisfies Record<string, RouteSpec>;
