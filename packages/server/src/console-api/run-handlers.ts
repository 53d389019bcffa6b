import { AppError } from '@outpost/contracts';
import type { Run } from '@outpost/store';
import type { ConsoleCall, ConsoleHandlers } from '../http/console-router.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';
import { followEvents, pollEvents } from './run-events.ts';

type Names = 'listRuns' | 'readRun' | 'runEvents' | 'stopRun';

export function runHandlers({ apps, runs, store }: Services): Pick<ConsoleHandlers, Names> {
  async function find(call: ConsoleCall, runId: string): Promise<Run> {
    const run = await store.runs.byId(runId);
    if (run?.workspaceId !== signedInOf(call).workspaceId)
      throw new AppError('not_found', { details: { thing: `The run ${runId}` } });
    return run;
  }
  return {
    async listRuns(call, { params, query }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const { text, status, from, until, page, limit } = query;
      const statuses = status?.split(',') as Run['status'][] | undefined;
      const found = await store.runSearch.search(app.id, {
        keyword: text,
        statuses,
        page,
        limit,
        from,
        until,
      });
      return {
        data: found.items.map(({ run, endUser, account }) => ({
          ...summaryOf(run),
          versionId: run.versionId,
          triggeredFrom: run.triggeredFrom,
          endUser: endUser && {
            id: endUser.id,
            sessionId: endUser.sessionId,
            type: endUser.type,
          },
          account: account && { id: account.id, name: account.name },
        })),
        total: found.total,
        page,
        limit,
      };
    },
    async readRun(call, { params }) {
      const run = await find(call, params.runId);
      return {
        ...summaryOf(run),
        inputs: { ...run.inputs },
        outputs: run.outputs && { ...run.outputs },
      };
    },
    async runEvents(call, { params, query }) {
      const run = await find(call, params.runId);
      const { mode, after, waitMs } = query;
      if (mode === 'poll') return pollEvents(runs, run.id, { after, waitMs, signal: call.signal });
      return followEvents(runs, run.id, call.request.headers.get('last-event-id') ?? String(after));
    },
    async stopRun(call, { params }) {
      const run = await find(call, params.runId);
      await runs.stopAnywhere(run.id);
    },
  };
}

function summaryOf(run: Run) {
  const { id, appId, mode, source, status, error, totalTokens, totalPrice, currency } = run;
  return {
    id,
    appId,
    mode,
    source,
    status,
    error,
    totalTokens,
    totalPrice,
    currency,
    steps: run.totalSteps,
    elapsedMs: run.elapsedMs,
    createdAt: run.createdAt,
    finishedAt: run.finishedAt,
    conversationId: run.conversationId,
  };
}
