/**
 * Runs that do not begin at the beginning: one node alone, the draft from a node on, an earlier run
 * from one of its steps. What comes before the place is kept as it was (`keptSteps`). Such a run of
 * a chat is no turn of its conversation: it reads the earlier turns and leaves nothing there.
 */
import {
  AppError,
  type ConversationHistory,
  type GivenSteps,
  type NodeEnd,
  type NodeInput,
  type RunEvent,
  type Values,
} from '@outpost/contracts';
import { keptSteps, type Kept, type PlanNode } from '@outpost/engine';
import type { Run, Store } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import type { StoredHistory } from '../chat/history.ts';
import type { LiveRun } from '../runs/live-run.ts';
import type { RunRequest, RunService } from '../runs/run-service.ts';
import {
  debugRefusal,
  splitSelector,
  withPins,
  withValues,
  type Beginning,
  type Pins,
} from './begin-in-the-middle.ts';
import { findIn, type DraftValuesService, type LastValues } from './draft-values.ts';
import { nodeInputs, surroundings } from './node-inputs.ts';
import { singleNode } from './run-values.ts';

export interface DebugRunsOptions {
  readonly store: Pick<Store, 'runLog' | 'runs' | 'messages'>;
  readonly runs: RunService;
  readonly draftValues: DraftValuesService;
  readonly history: StoredHistory;
}

/** Who debugs what. */
export interface Debugging {
  readonly runnable: Runnable;
  readonly accountId: string;
}

export type DebugRuns = ReturnType<typeof createDebugRuns>;

export function createDebugRuns({ store, runs, draftValues, history }: DebugRunsOptions) {
  /** A run's log as its nodes told it. */
  async function logOf({ mask }: Runnable, runId: string): Promise<readonly RunEvent[]> {
    const events = await store.runLog.read(runId);
    return mask ? events.map(mask.reveal) : events;
  }

  function begin(
    { runnable, accountId }: Debugging,
    triggeredFrom: string,
    request: Pick<RunRequest, 'inputs' | 'system' | 'conversation' | 'kept' | 'history' | 'only'>,
  ): LiveRun {
    return runs.start({
      ...request,
      runnable,
      userId: accountId,
      run: {
        source: 'debugger',
        triggeredFrom,
        endUserId: null,
        accountId,
        conversationId: null,
        messageId: null,
      },
    });
  }

  /** The turns that an earlier run had before it, whatever has been said since. */
  async function turnsBefore(
    { app }: Runnable,
    { at, system }: Beginning,
    run: Run | null,
  ): Promise<ConversationHistory | undefined> {
    const { conversation_id: conversationId } = system;
    if (typeof conversationId !== 'string' || conversationId === '') return undefined;
    const message = run?.messageId ? await store.messages.get(app.id, run.messageId) : null;
    const leafId = message?.parentMessageId;
    const turns = leafId ? history.thread(leafId) : history.before(at);
    // The new run has no conversation: nodes ask by its own id.
    return { turns: (_runId, turnsMax) => turns.turns(conversationId, turnsMax) };
  }

  /** Begins again what an earlier run began with. */
  async function beginAgain(
    debugging: Debugging,
    triggeredFrom: string,
    {
      start,
      kept,
      run,
    }: { readonly start: Beginning; readonly kept: Kept; readonly run: Run | null },
  ): Promise<LiveRun> {
    const turns = await turnsBefore(debugging.runnable, start, run);
    const { inputs, system, conversation } = start;
    return begin(debugging, triggeredFrom, {
      inputs,
      system,
      conversation,
      kept,
      ...(turns ? { history: turns } : {}),
    });
  }

  return {
    /** What a node reads, with the values that it would get. */
    async inputsOf(
      { runnable, accountId }: Debugging,
      nodeId: string,
    ): Promise<readonly NodeInput[]> {
      const owner = { appId: runnable.app.id, accountId };
      const find = findIn(await draftValues.masked(owner), runnable.document);
      return nodeInputs({ ...runnable, node: nodeOf(runnable, nodeId), find });
    },

    /** Runs one node. `given` is by selector text. Throws `node_inputs_missing`. */
    async node(
      debugging: Debugging,
      {
        nodeId,
        given,
        useLast,
      }: { readonly nodeId: string; readonly given: Values; readonly useLast: boolean },
    ): Promise<LiveRun> {
      const { runnable, accountId } = debugging;
      const node = nodeOf(runnable, nodeId);
      const last = useLast
        ? await draftValues.open({ appId: runnable.app.id, accountId }, runnable)
        : nothing;
      const known = findIn(last, runnable.document);
      const variables = surroundings({
        ...runnable,
        node,
        find(scope, name) {
          const value = given[`${scope}.${name}`];
          return value === undefined ? known(scope, name) : { value, origin: 'edited' };
        },
      });
      return begin(debugging, singleNode, {
        inputs: variables[nodeId] ?? {},
        system: {},
        conversation: conversationDefaults(runnable),
        only: { nodeId, variables: mergeScopes(byScope(given), variables) },
      });
    },

    /**
     * Runs the draft from a node on. Without a run to go by, what is before it gives its last values,
     * edited ones first; `inputs` count when the draft has never been run as a whole.
     */
    async fromNode(
      debugging: Debugging,
      request: {
        readonly nodeId: string;
        readonly run: Run | null;
        readonly pins: Pins;
        readonly inputs: () => Values;
      },
    ): Promise<LiveRun> {
      const { runnable, accountId } = debugging;
      const { nodeId, run, pins } = request;
      nodeOf(runnable, nodeId);
      const owner = { appId: runnable.app.id, accountId };
      const last = run ? nothing : await draftValues.open(owner, runnable);
      const runId = run?.id ?? last.values.find(({ scope }) => scope === 'sys')?.runId ?? '';
      const log = runId === '' ? [] : await logOf(runnable, runId);
      const events = [...log, ...laterEnds(runnable, last, runId)];
      const kept = keptSteps({ plan: runnable.plan, runId, events, nodeId });
      const start = log.find((event) => event.type === 'run-start') ?? {
        at: 0,
        inputs: request.inputs(),
        system: {},
        conversation: conversationDefaults(runnable),
        startNodeId: runnable.plan.roots[0] ?? null,
      };
      const changed = withValues({ start, kept }, editsBySelector(last), 'where known');
      const given = withPins(runnable, changed.kept.given, pins);
      return beginAgain(debugging, 'run-from', {
        run: run ?? (log.length === 0 ? null : await store.runs.byId(runId)),
        start: changed.start,
        kept: { ...changed.kept, given },
      });
    },

    /** Runs a finished run again from one of its steps; `values` replace what kept steps gave. */
    async replay(
      debugging: Debugging,
      request: {
        readonly run: Run;
        readonly nodeId: string;
        readonly stepId: string | undefined;
        readonly values: Values;
      },
    ): Promise<LiveRun> {
      const { run, nodeId, stepId, values } = request;
      if (run.finishedAt === null) throw new AppError('run_unfinished');
      if (run.triggeredFrom === singleNode)
        throw debugRefusal({
          en: 'it ran one node alone; run that node again instead',
          zh: '该运行仅执行了单个节点，请直接重新运行该节点',
        });
      const { runnable } = debugging;
      nodeOf(runnable, nodeId);
      const events = await logOf(runnable, run.id);
      const start = events.find((event) => event.type === 'run-start');
      if (!start)
        throw new AppError('not_found', { details: { thing: `The log of the run ${run.id}` } });
      const kept = keptSteps({ plan: runnable.plan, runId: run.id, events, nodeId, stepId });
      return beginAgain(debugging, 'replay', {
        run,
        ...withValues({ start, kept }, values, 'all'),
      });
    },

    /** How pinned nodes end. Throws `debug_option_invalid` for what the draft does not have. */
    pinned: (runnable: Runnable, pins: Pins): GivenSteps => withPins(runnable, {}, pins),
  };
}

const nothing: LastValues = { values: [], edits: [] };

function nodeOf({ plan }: Runnable, nodeId: string): PlanNode {
  const node = plan.nodes.get(nodeId);
  if (!node) throw new AppError('not_found', { details: { thing: `The node ${nodeId}` } });
  return node;
}

/** Nodes at the root that ran alone after the run, or whose values are all set by hand, as if they had ended in it. */
function laterEnds(
  { plan }: Runnable,
  { values, edits }: LastValues,
  runId: string,
): readonly NodeEnd[] {
  const scopes = new Set([
    ...values.filter((row) => row.runId !== runId).map(({ scope }) => scope),
    ...edits
      .map(({ scope }) => scope)
      .filter((scope) => !values.some((row) => row.scope === scope)),
  ]);
  return plan.root.nodes.flatMap((node) => {
    if (!scopes.has(node.id)) return [];
    const row = values.find(({ scope }) => scope === node.id);
    return [
      {
        type: 'node-end',
        seq: 0,
        at: row?.endedAt ?? 0,
        stepId: row?.stepId ?? '',
        nodeId: node.id,
        kind: node.kind.type,
        title: node.title,
        index: 0,
        predecessorId: null,
        scope: [],
        status: row?.status === 'exception' || row?.status === 'failed' ? row.status : 'succeeded',
        inputs: null,
        processData: null,
        outputs: row?.outputs ?? {},
        error: row?.error ? { message: row.error, type: 'StepError' } : null,
        handle: row?.handle ?? null,
        writes: [],
        metadata: {},
        startedAt: row?.endedAt ?? 0,
        elapsedMs: 0,
        container: null,
        ...(row?.stepId ? { source: { runId: row.runId, stepId: row.stepId } } : {}),
      } satisfies NodeEnd,
    ];
  });
}

function conversationDefaults({ document }: Runnable): Values {
  return Object.fromEntries(document.conversationVariables.map(({ name, value }) => [name, value]));
}

function editsBySelector({ edits }: LastValues): Values {
  return Object.fromEntries(edits.map(({ scope, name, value }) => [`${scope}.${name}`, value]));
}

/** `{"llm.text": "hi"}` as `{llm: {text: "hi"}}`. */
function byScope(values: Values): Readonly<Record<string, Values>> {
  const scopes: Record<string, Values> = {};
  for (const [selector, value] of Object.entries(values)) {
    const [scope, name] = splitSelector(selector);
    scopes[scope] = { ...scopes[scope], [name]: value };
  }
  return scopes;
}

function mergeScopes(
  one: Readonly<Record<string, Values>>,
  other: Readonly<Record<string, Values>>,
): Readonly<Record<string, Values>> {
  const scopes = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...scopes].map((scope) => [scope, { ...one[scope], ...other[scope] }]),
  );
}
