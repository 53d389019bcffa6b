import { AppError, isChatMode, isGraphMode, type Values } from '@outpost/contracts';
import type { App, Run } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import { isAllowed } from '../auth/permissions.ts';
import { debugRefusal, type Pins } from '../debugging/begin-in-the-middle.ts';
import type { ConsoleCall, ConsoleHandlers, SignedIn } from '../http/console-router.ts';
import type { LiveRun } from '../runs/live-run.ts';
import { resolveFiles } from '../runs/resolve-files.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';
import { liveEvents } from './run-events.ts';

type Names = 'runApp' | 'readNodeInputs' | 'runNode' | 'replayRun';

interface RunBody {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly query?: string | undefined;
  readonly files: readonly unknown[];
  readonly conversationId: string | null;
}

export function debugHandlers(services: Services): Pick<ConsoleHandlers, Names> {
  const { apps, runnables, runs, chats, files, debugRuns, store } = services;

  const valuesFrom = async (
    given: Readonly<Record<string, unknown>>,
    app: App,
    accountId: string,
  ) => {
    const owner = { workspaceId: app.workspaceId, appId: app.id, endUserId: null, accountId };
    return (await resolveFiles(files, given, owner)) as Values;
  };

  /** A run that the caller may build on: their own, or any for those who read logs. */
  async function findRun({ workspaceId, accountId, role }: SignedIn, runId: string): Promise<Run> {
    const run = await store.runs.byId(runId);
    const isTheirs = run?.accountId === accountId || isAllowed(role, 'logs.read');
    if (run?.workspaceId !== workspaceId || !isTheirs)
      throw new AppError('not_found', { details: { thing: `The run ${runId}` } });
    return run;
  }

  async function readPins(
    pins: Readonly<
      Record<string, { readonly outputs: object; readonly handle?: string | undefined }>
    >,
    app: App,
    accountId: string,
  ): Promise<Pins> {
    const entries = Object.entries(pins).map(async ([nodeId, { outputs, handle }]) => {
      const values = await valuesFrom({ ...outputs }, app, accountId);
      return [nodeId, { outputs: values, handle }] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  async function runWhole(
    { accountId, workspaceId }: SignedIn,
    {
      runnable,
      body,
      pins,
      triggeredFrom = 'app-run',
    }: {
      readonly runnable: Runnable;
      readonly body: RunBody;
      readonly pins: Pins;
      readonly triggeredFrom?: string;
    },
  ): Promise<LiveRun> {
    const { app } = runnable;
    const owner = { workspaceId, appId: app.id, endUserId: null, accountId };
    const inputs = await resolveFiles(files, body.inputs, owner);
    const attached = await Promise.all(
      body.files.map((file) => files.resolve(file, owner, 'files')),
    );
    const source = runnable.versionId === null ? 'debugger' : 'console';
    const kept =
      Object.keys(pins).length === 0 ? undefined : { given: debugRuns.pinned(runnable, pins) };
    if (!isGraphMode(app.mode) || isChatMode(app.mode)) {
      const asker = { endUserId: null, accountId, userId: accountId };
      const { query = '', conversationId } = body;
      const turn = {
        runnable,
        asker,
        source,
        triggeredFrom,
        query,
        inputs,
        files: attached,
        conversationId,
        kept,
      } as const;
      return (await chats.startTurn(turn, runs)).live;
    }
    return runs.start({
      runnable,
      userId: accountId,
      inputs: runnable.readInputs(inputs),
      system: { files: attached },
      conversation: {},
      kept,
      run: {
        source,
        triggeredFrom,
        endUserId: null,
        accountId,
        conversationId: null,
        messageId: null,
      },
    });
  }

  async function draftOf(call: ConsoleCall, appId: string) {
    const { workspaceId, accountId } = signedInOf(call);
    const app = await apps.find(workspaceId, appId);
    return { app, accountId, runnable: await runnables.draft(app) };
  }

  return {
    async runApp(call, { params, body }) {
      const signedIn = signedInOf(call);
      const { accountId, workspaceId } = signedIn;
      const app = await apps.find(workspaceId, params.appId);
      const { from } = body;
      if (body.target === 'published') {
        if (body.override) throw new AppError('override_for_draft');
        if (from || Object.keys(body.pins).length > 0) throw draftOnly();
        const runnable = await runnables.published(app);
        return liveEvents(await runWhole(signedIn, { runnable, body, pins: {} }));
      }
      const runnable = await runnables.draft(app, body.override);
      const triggeredFrom = body.override ? 'trial' : 'app-run';
      const pins = await readPins(body.pins, app, accountId);
      if (!from)
        return liveEvents(await runWhole(signedIn, { runnable, body, pins, triggeredFrom }));
      const run = from.runId === undefined ? null : await findRun(signedIn, from.runId);
      if (run && run.appId !== app.id)
        throw new AppError('not_found', { details: { thing: `The run ${run.id} of this app` } });
      const inputs = await valuesFrom(body.inputs, app, accountId);
      const live = await debugRuns.fromNode(
        { runnable, accountId },
        { nodeId: from.nodeId, run, pins, inputs: () => runnable.readInputs(inputs) },
      );
      return liveEvents(live);
    },

    async readNodeInputs(call, { params }) {
      const data = await debugRuns.inputsOf(await draftOf(call, params.appId), params.nodeId);
      return { data: [...data] };
    },

    async runNode(call, { params, body }) {
      const { app, accountId, runnable } = await draftOf(call, params.appId);
      const given = await valuesFrom(body.variables, app, accountId);
      const { nodeId } = params;
      const { useLast } = body;
      return liveEvents(await debugRuns.node({ runnable, accountId }, { nodeId, given, useLast }));
    },

    async replayRun(call, { params, body }) {
      const signedIn = signedInOf(call);
      const run = await findRun(signedIn, params.runId);
      const app = await apps.find(signedIn.workspaceId, run.appId);
      const runnable =
        run.versionId === null
          ? await runnables.draft(app)
          : await runnables.version(app, run.versionId);
      const values = await valuesFrom(body.inputs, app, signedIn.accountId);
      const { nodeId, stepId } = body;
      const live = await debugRuns.replay(
        { runnable, accountId: signedIn.accountId },
        { run, nodeId, stepId, values },
      );
      return liveEvents(live);
    },
  };
}

function draftOnly(): AppError {
  return debugRefusal({
    en: 'pins and a place to begin at are for the draft only',
    zh: '固定输出与指定起点仅可用于草稿',
  });
}
