/**
 * Starts, stops, resumes and shows runs. One place joins the engine, the log and the listeners, so
 * every door (Service API, console, OpenAI API, command line) runs apps the same way.
 */
import {
  AppError,
  noUsage,
  stepErrorFrom,
  type AppDocument,
  type Clock,
  type ConversationHistory,
  type IdSource,
  type NodePorts,
  type RunEnd,
  type RunEvent,
  type StepError,
  type Values,
} from '@outpost/contracts';
import { resumeRun, runNode, startRun, type ActiveRun, type Kept } from '@outpost/engine';
import type { NewRun, Run, Store } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import { followRun } from './follow-run.ts';
import { LiveRun, type RunListener } from './live-run.ts';
import { createRunWriter, isConflict, summaryOf, type RunWriter } from './run-writer.ts';

export interface RunRequest {
  readonly runnable: Runnable;
  readonly run: Pick<
    NewRun,
    'source' | 'triggeredFrom' | 'endUserId' | 'accountId' | 'conversationId' | 'messageId'
  >;
  /** Who `sys.user_id` is. */
  readonly userId: string;
  readonly inputs: Values;
  /** `sys.*` beyond what every run has. */
  readonly system: Values;
  readonly conversation: Values;
  /** What must be stored before anything of the run is; the run does not wait for it. */
  readonly storedFirst?: Promise<unknown>;
  /** The earlier turns that nodes read in place of a stored conversation's; lost with this process. */
  readonly history?: ConversationHistory;
  /** Begin in the middle, or with pinned nodes: steps that are not run, nodes that are left out. */
  readonly kept?: Partial<Kept> | undefined;
  /** Run one node alone with these variables instead of the graph. */
  readonly only?: {
    readonly nodeId: string;
    /** By scope, then name; the app's own environment is added. */
    readonly variables: Readonly<Record<string, Values>>;
  };
}

export interface RunServiceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The world as the nodes of one run may touch it. */
  readonly portsFor: (run: NewRun, userId: string) => NodePorts;
  readonly limits: {
    readonly runsActiveMax: number;
    readonly runSecondsMax: number;
    readonly runStepsMax: number;
    /** Of a run's events, which stay in memory until it ends. */
    readonly runBytesMax: number;
  };
  /** What readers of a chat may see of the events that come next; may change the last of a run. */
  readonly review: (
    document: AppDocument,
    earlier: readonly RunEvent[],
    batch: readonly RunEvent[],
  ) => readonly RunEvent[];
  /** Keeps what a chat keeps of a run; called before its end is told. */
  readonly settle: (run: NewRun, events: readonly RunEvent[], end: RunEnd) => Promise<void>;
  readonly report: (error: unknown, what: string) => void;
}

const stopChannel = 'run-stop';
/**
 * A run that was interrupted so often without finishing a step is likely what ends the process: it
 * must not keep the others from going on.
 */
const recoveriesMax = 30;

export type RunService = ReturnType<typeof createRunService>;

interface Working {
  readonly run: NewRun;
  readonly live: LiveRun;
  readonly active: ActiveRun;
  readonly writer: RunWriter;
  /** Resolves when the run's record can be read. */
  readonly recorded: Promise<void>;
}

export function createRunService(options: RunServiceOptions) {
  const { store, clock, ids, portsFor, limits, review, settle, report } = options;
  const working = new Map<string, Working>();
  const byTask = new Map<string, string>();
  const perApp = new Map<string, number>();

  function admit(runnable: Runnable): void {
    const ofApp = perApp.get(runnable.app.id) ?? 0;
    const { concurrencyMax } = runnable.app;
    if (working.size >= limits.runsActiveMax || (concurrencyMax > 0 && ofApp >= concurrencyMax))
      throw new AppError('too_many_requests', { retryAfterMs: 1000 });
  }

  function track({ run, live, active, ...rest }: Working): void {
    working.set(run.id, { run, live, active, ...rest });
    active.done.catch((error: unknown) => {
      // Its events could not be worked on, so the engine gave it up: whoever waits must be told.
      report(error, `Run ${run.id} failed`);
      const facts = { type: 'InternalError', message: new AppError('run_broken').message };
      live.accept([endBehind(live.events, clock.now(), { status: 'failed', error: facts })]);
    });
    byTask.set(run.taskId, run.id);
    perApp.set(run.appId, (perApp.get(run.appId) ?? 0) + 1);
    void live.done.then(() => {
      working.delete(run.id);
      byTask.delete(run.taskId);
      const left = (perApp.get(run.appId) ?? 1) - 1;
      if (left === 0) perApp.delete(run.appId);
      else perApp.set(run.appId, left);
    });
  }

  function makeLive(
    run: NewRun,
    runnable: Runnable,
    earlier: readonly RunEvent[],
    storedFirst?: Promise<unknown>,
  ): Pick<Working, 'live' | 'writer'> {
    const writer = createRunWriter({
      store,
      run,
      runnable,
      settle: (end) => settle(run, live.events, end),
    });
    const live: LiveRun = new LiveRun(
      {
        runId: run.id,
        taskId: run.taskId,
        clock,
        onWriteError(error) {
          report(error, `The log of run ${run.id} could not be written`);
          // Another process took it over when this one was silent: its log goes on there.
          if (isConflict(error)) giveUp(run.id, error);
        },
        onListenerError: (error) => report(error, `A reader of run ${run.id} failed`),
        mayRetry: (error) => writer.mayRetry(error),
        write: async (batch, end) => {
          if (storedFirst) await storedFirst;
          await writer.write(batch, end);
        },
      },
      earlier,
    );
    return { live, writer };
  }

  /** True when the run was going on here. */
  function stop(runId: string): boolean {
    const found = working.get(runId);
    found?.active.stop('stopped by the user');
    return found !== undefined;
  }
  /** Ends a run that cannot be kept. */
  function giveUp(runId: string, error: unknown): void {
    const found = working.get(runId);
    found?.writer.giveUp(error);
    found?.active.stop('it cannot be stored');
  }
  const leaveSignals = store.signals.subscribe(stopChannel, stop);

  const engineOptions = (
    run: NewRun,
    runnable: Runnable,
    userId: string,
    live: LiveRun,
    {
      history,
      leftOut = [],
      only,
    }: Pick<RunRequest, 'history' | 'only'> & { readonly leftOut?: readonly string[] | undefined },
  ) => ({
    plan: leftOut.length === 0 ? runnable.plan : runnable.planWithout(leftOut),
    facts: {
      runId: run.id,
      appId: run.appId,
      mode: runnable.document.profile.mode,
      userId,
      // Nodes ask for earlier turns by a conversation's id; one that is only told has the run's.
      conversationId: run.conversationId ?? (history ? run.id : null),
      depth: 0,
    },
    environment: environmentOf(runnable),
    ports: history ? { ...portsFor(run, userId), history } : portsFor(run, userId),
    limits: { stepsMax: limits.runStepsMax, timeoutMs: limits.runSecondsMax * 1000 },
    onEvents(events: readonly RunEvent[]): StepError | null {
      const { mask, document } = runnable;
      const told = mask ? events.map(only ? mask.hideWholly : mask.hide) : events;
      live.accept(run.messageId === null ? told : review(document, live.events, told));
      return live.sizeBytes > limits.runBytesMax ? tooLarge(limits.runBytesMax) : null;
    },
  });

  return {
    /** Begins a run; throws `too_many_requests` when too many are going on. */
    start(request: RunRequest): LiveRun {
      const { runnable, userId } = request;
      admit(runnable);
      const run: NewRun = {
        ...request.run,
        id: ids.uuid(),
        taskId: ids.uuid(),
        workspaceId: runnable.app.workspaceId,
        appId: runnable.app.id,
        versionId: runnable.versionId,
        mode: runnable.app.mode,
        inputs: request.inputs,
      };
      // Not awaited: the end of the run is written behind it, in the same commit when the run is short.
      const recorded = store.runs.start(run).then(
        () => {},
        (error: unknown) => {
          report(error, `Run ${run.id} could not be recorded`);
          giveUp(run.id, error);
        },
      );
      request.storedFirst?.catch((error: unknown) => giveUp(run.id, error));
      const { live, writer } = makeLive(run, runnable, [], request.storedFirst);
      const { given, leftOut } = request.kept ?? {};
      const common = engineOptions(run, runnable, userId, live, { ...request, leftOut });
      const system = {
        ...request.system,
        user_id: userId,
        app_id: run.appId,
        workflow_id: runnable.workflowId,
        workflow_run_id: run.id,
      };
      const start = {
        ...common,
        inputs: request.inputs,
        system,
        conversation: request.conversation,
        given,
        leftOut: leftOut?.length ? leftOut : undefined,
      };
      const active = request.only
        ? runNode({ ...common, ...onlyNode(request, common.environment, system) })
        : startRun(start);
      track({ run, live, writer, active, recorded });
      return live;
    },

    /** Goes on with a run whose process ended, from its log. */
    async resume(run: Run, runnable: Runnable): Promise<LiveRun> {
      const earlier = await store.runLog.read(run.id);
      const recoveries = recoveriesInVain(earlier);
      if (recoveries >= recoveriesMax)
        throw new AppError('run_interrupted_often', { details: { count: recoveries + 1 } });
      const { live, writer } = makeLive(run, runnable, earlier);
      const userId = userIdIn(earlier);
      const { mask } = runnable;
      const events = mask ? earlier.map(mask.reveal) : earlier;
      const [first] = events;
      const leftOut = first?.type === 'run-start' ? first.leftOut : undefined;
      const options = engineOptions(run, runnable, userId, live, { leftOut });
      const active = resumeRun({ ...options, events });
      track({ run, live, writer, active, recorded: Promise.resolve() });
      return live;
    },

    /** Ends a run whose process ended and that cannot go on; it says why. */
    async abandon(run: Run, reason: string): Promise<void> {
      const events = await store.runLog.read(run.id);
      const message = `The run was interrupted and cannot go on: ${reason}`;
      const end = endBehind(events, clock.now(), {
        status: 'stopped',
        error: { type: 'Interrupted', message },
      });
      await Promise.all([
        store.runLog.append(run.id, [end]),
        settle(run, events, end),
        store.runs.finish(run.id, summaryOf(end)),
      ]);
    },

    /** The run while it goes on in this process. */
    live: (runId: string): LiveRun | null => working.get(runId)?.live ?? null,
    /** Resolves when a run that has just begun here can be found in the store. */
    recorded: (runId: string): Promise<void> => working.get(runId)?.recorded ?? Promise.resolve(),
    byTask(taskId: string): { readonly run: NewRun; readonly live: LiveRun } | null {
      const runId = byTask.get(taskId);
      return (runId === undefined ? undefined : working.get(runId)) ?? null;
    },

    stop,

    /** Stops a run wherever it goes on: another process hears of it by a signal. */
    async stopAnywhere(runId: string): Promise<void> {
      if (!stop(runId)) await store.signals.publish(stopChannel, runId);
    },

    /** Every stored event after `afterSeq`, past and to come, until the run ends; returns the way to leave. */
    follow(runId: string, afterSeq: number, listener: RunListener, onEnd: () => void): () => void {
      const live = (): LiveRun | null => working.get(runId)?.live ?? null;
      const { runs, runLog: log } = store;
      return followRun({ runId, afterSeq, listener, onEnd, live, runs, log, clock });
    },

    get activeCount(): number {
      return working.size;
    },

    /**
     * Waits until nothing is running, at most `graceMs`. What still runs is left as it is stored, for
     * another process or the next start to go on with: that its ports close now is no failure of it.
     */
    async drain(graceMs: number): Promise<void> {
      leaveSignals();
      const all = Promise.all([...working.values()].map(({ live }) => live.done));
      await Promise.race([
        all,
        new Promise((resolve) => clock.after(graceMs, () => resolve(null))),
      ]);
      await Promise.all(
        [...working.values()].map(async ({ live, active }) => {
          const stored = live.leave();
          active.stop('the server stops');
          await stored;
        }),
      );
    },
  };
}

/** How a run ends that has said too much. */
function tooLarge(bytesMax: number): StepError {
  const megabytes = `${Math.ceil(bytesMax / 1024 / 1024)} MB`;
  const details = { limit: 'runBytesMax', value: megabytes };
  return stepErrorFrom(new AppError('run_limit_reached', { details }));
}

function environmentOf({ document }: Runnable): Values {
  return Object.fromEntries(document.environmentVariables.map(({ name, value }) => [name, value]));
}

/** One node's surroundings: what was given, over the app's own environment and conversation. */
function onlyNode({ only, conversation }: RunRequest, environment: Values, system: Values) {
  const { nodeId = '', variables = {} } = only ?? {};
  return {
    nodeId,
    variables: {
      ...variables,
      sys: { ...variables['sys'], ...system },
      env: { ...environment, ...variables['env'] },
      conversation: { ...conversation, ...variables['conversation'] },
    },
  };
}

function userIdIn(events: readonly RunEvent[]): string {
  const [first] = events;
  const userId = first?.type === 'run-start' ? first.system['user_id'] : undefined;
  return typeof userId === 'string' ? userId : '';
}

/** How often a run was recovered since it last finished a step. */
function recoveriesInVain(events: readonly RunEvent[]): number {
  const lastStep = events.findLastIndex(({ type }) => type === 'node-end' || type === 'round-end');
  return events
    .slice(lastStep + 1)
    .filter((event) => event.type === 'run-resume' && event.reason === 'recovery').length;
}

/** The end of a run that the engine cannot end any more. */
function endBehind(
  events: readonly RunEvent[],
  at: number,
  { status, error }: Pick<RunEnd, 'status' | 'error'>,
): RunEnd {
  return {
    type: 'run-end',
    seq: (events.at(-1)?.seq ?? 0) + 1,
    at,
    status,
    outputs: {},
    error,
    exceptions: 0,
    steps: events.filter(({ type }) => type === 'node-start').length,
    totalTokens: 0,
    usage: noUsage,
    elapsedMs: at - (events[0]?.at ?? at),
  };
}
