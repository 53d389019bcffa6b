import { AppError, type RunEvent, type RunStatus } from '@outpost/contracts';
import type { Run, RunWithPeople, Source } from '@outpost/store';
import { followEvents } from '../console-api/run-events.ts';
import { eventStream } from '../http/event-stream.ts';
import type { Services } from '../services.ts';
import { wholeAddresses } from './file-addresses.ts';
import { seconds, type RunFacts } from './frame-shape.ts';
import { invalid, queryNumber } from './request-fields.ts';
import { createRunFrames } from './run-frames.ts';
import type { ServiceCall, ServiceHandlers } from './service-router.ts';

type Names = 'listRuns' | 'followWorkflow' | 'followRun' | 'readForm' | 'submitForm';

/** The log of an app's runs, and runs followed by somebody who comes later. */
export function runHandlers(services: Services): Pick<ServiceHandlers, Names> {
  const { config, store, runs, kinds } = services;

  async function find({ app, params }: ServiceCall): Promise<Run> {
    const id = params['runId'] ?? '';
    await runs.recorded(id);
    const run = await store.runs.get(app.id, id);
    if (!run) throw missing(id);
    return run;
  }

  async function factsOf(run: Run, call: ServiceCall): Promise<RunFacts> {
    const finished = run.finishedAt !== null;
    const message =
      run.messageId === null || finished
        ? null
        : await store.messages.get(run.appId, run.messageId);
    return {
      mode: run.mode,
      runId: run.id,
      // A finished run has no stop handle any more; clients know its id in that place.
      taskId: finished ? run.id : run.taskId,
      workflowId: run.versionId ?? run.appId,
      createdBy: { id: call.endUser.id, user: call.endUser.sessionId },
      message: message && {
        id: message.id,
        conversationId: message.conversationId,
        createdAt: message.createdAt,
      },
      addresses: wholeAddresses(call, config.basePath),
      isHidden: (kind) => kinds.get(kind)?.traits.hidden === true,
    };
  }

  return {
    async listRuns({ app, query }) {
      const page = queryNumber(query, 'page', { least: 1, most: 99_999, fallback: 1 });
      const limit = queryNumber(query, 'limit', { least: 1, most: 100, fallback: 20 });
      const status = readStatus(query.get('status'));
      const accountEmail = query.get('created_by_account') || undefined;
      if (accountEmail !== undefined && !(await store.accounts.byEmail(accountEmail)))
        throw invalid('created_by_account', `there is no account ${accountEmail}`);
      const found = await store.runSearch.search(app.id, {
        page,
        limit,
        keyword: query.get('keyword') || undefined,
        statuses: status && [status],
        sources: loggedSources,
        from: readTime(query, 'created_at__after'),
        until: readTime(query, 'created_at__before'),
        endUserSessionId: query.get('created_by_end_user_session_id') || undefined,
        accountEmail,
      });
      const data = found.items.map(logFields);
      return Response.json({ page, limit, total: found.total, has_more: found.hasMore, data });
    },

    async followWorkflow(call) {
      const run = await find(call);
      if (run.endUserId !== call.endUser.id) throw missing(run.id);
      const facts = await factsOf(run, call);
      const live = runs.live(run.id);
      const last = live ? live.events.at(-1) : await store.runLog.last(run.id);
      const isOver = !live && (run.status !== 'running' || last?.type === 'run-end');
      const shownFrom = call.query.get('include_state_snapshot') === 'true' ? 0 : (last?.seq ?? 0);
      return eventStream({
        headers: { 'cache-control': 'no-cache', connection: 'keep-alive' },
        start(sink) {
          const frames = createRunFrames(facts);
          if (isOver) {
            if (last) for (const frame of frames.translate(last)) sink.raw(frame);
            sink.close();
            return undefined;
          }
          const listener = (event: RunEvent): void => {
            // What is not shown is still read: later frames repeat some of it.
            for (const frame of frames.translate(event)) if (event.seq > shownFrom) sink.raw(frame);
          };
          const onEnd = (): void => sink.close();
          if (!live) return runs.follow(run.id, 0, listener, onEnd);
          void live.done.then(onEnd);
          return live.subscribe(0, listener);
        },
      });
    },

    async followRun(call) {
      const run = await find(call);
      const user = call.query.get('user') ?? '';
      if (user !== '') {
        const endUser = await store.endUsers.bySession(call.app.id, 'service-api', user);
        if (!endUser || endUser.id !== run.endUserId) throw missing(run.id);
      }
      const after = call.request.headers.get('last-event-id') ?? call.query.get('last_event_id');
      return followEvents(runs, run.id, after);
    },

    // No node of this installation asks people yet, so no form is ever open.
    readForm: ({ params }) => refuseForm(params),
    submitForm: ({ params }) => refuseForm(params),
  };
}

function refuseForm(params: Readonly<Record<string, string>>): never {
  throw new AppError('not_found', { details: { thing: `The form ${params['formToken']}` } });
}

function missing(id: string): AppError {
  return new AppError('not_found', { details: { thing: `The run ${id}` } });
}

function readStatus(text: string | null): RunStatus | undefined {
  if (text === null || text === '') return undefined;
  if (!statuses.has(text))
    throw invalid('status', `it must be one of: ${[...statuses].join(', ')}`);
  return text as RunStatus;
}

const statuses: ReadonlySet<string> = new Set([
  'succeeded',
  'failed',
  'stopped',
  'partial-succeeded',
  'running',
  'paused',
]);

/** Trials in the editor are no use of the app. */
const loggedSources: readonly Source[] = [
  'service-api',
  'web-app',
  'console',
  'app',
  'schedule',
  'webhook',
];

function readTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? '';
  if (text === '') return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalid(name, 'it must be a time such as 2026-01-31T08:00:00Z');
  return at;
}

function logFields({ run, endUser, account }: RunWithPeople) {
  return {
    id: run.id,
    workflow_run: {
      id: run.id,
      version: run.versionId ?? 'draft',
      status: run.status,
      triggered_from: run.triggeredFrom,
      error: run.error,
      elapsed_time: run.elapsedMs / 1000,
      total_tokens: run.totalTokens,
      total_steps: run.totalSteps,
      created_at: seconds(run.createdAt),
      finished_at: run.finishedAt === null ? null : seconds(run.finishedAt),
      exceptions_count: run.exceptions,
    },
    details: null,
    created_from: run.source,
    created_by_role: endUser ? 'end_user' : 'account',
    created_by_account: account,
    created_by_end_user: endUser && {
      id: endUser.id,
      type: endUser.type,
      is_anonymous: endUser.isAnonymous,
      session_id: endUser.sessionId,
    },
    created_at: seconds(run.createdAt),
  };
}
