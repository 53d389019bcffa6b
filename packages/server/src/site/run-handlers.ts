import { AppError, isChatMode, type RunEvent, type SiteEvent } from '@outpost/contracts';
import { featuresOf } from '@outpost/dsl';
import type { Message, Run } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import type { TurnRequest } from '../chat/chat-service.ts';
import { eventStream, type EventSink } from '../http/event-stream.ts';
import { resolveFiles } from '../runs/resolve-files.ts';
import type { Services } from '../services.ts';
import { askerOf, ownerOf } from './site-handlers.ts';
import { siteEventsOf, type SiteEventOptions } from './site-events.ts';
import type { SiteCall, SiteHandlers } from './site-router.ts';
import { visitorMessage } from './visitor-message.ts';

type Names = 'startRun' | 'followRun' | 'pollRun' | 'stopRun' | 'moreLikeThis';

/** A turn as this API answers it. */
type Started = Readonly<{
  runId: string | null;
  messageId: string | null;
  conversationId: string | null;
  answer: string | null;
  createdAt: number;
}>;

/** For apps that take files without having said how many. */
const attachmentsMax = 10;
/** Gateways that hold back the beginning of an answer let it go after so much. */
const padding = `: ${' '.repeat(2048)}\n\n`;

/** Runs: begun with one request, followed with others, so that a reader may come and go. */
export function runHandlers(services: Services): Pick<SiteHandlers, Names> {
  const { chats, clock, files, kinds, runnables, runs, store } = services;

  async function startTurn(request: TurnRequest): Promise<Started> {
    const answered = await chats.answerAtOnce(request);
    const turn = answered ?? (await chats.startTurn(request, runs));
    return {
      runId: 'live' in turn ? turn.live.runId : null,
      messageId: turn.message.id,
      conversationId: turn.conversation?.id ?? null,
      answer: answered ? answered.answer : null,
      createdAt: turn.message.createdAt,
    };
  }

  async function startWorkflow(
    call: SiteCall,
    runnable: Runnable,
    {
      inputs,
      attached,
    }: { inputs: Readonly<Record<string, unknown>>; attached: TurnRequest['files'] },
  ): Promise<Started> {
    const { endUserId, userId } = askerOf(call);
    const live = runs.start({
      runnable,
      userId,
      inputs: runnable.readInputs(inputs),
      system: { files: attached },
      conversation: {},
      run: {
        source: 'web-app',
        triggeredFrom: 'app-run',
        endUserId,
        accountId: null,
        conversationId: null,
        messageId: null,
      },
    });
    const createdAt = live.events[0]?.at ?? clock.now();
    return { runId: live.runId, messageId: null, conversationId: null, answer: null, createdAt };
  }

  /** Another visitor's run counts as missing. */
  async function find({ site, visitor }: SiteCall, runId: string): Promise<Run> {
    await runs.recorded(runId);
    const run = await store.runs.get(site.app.id, runId);
    if (run?.endUserId !== visitor.id || run.source !== 'web-app')
      throw new AppError('not_found', { details: { thing: `The run ${runId}` } });
    return run;
  }

  async function viewOf(call: SiteCall, run: Run): Promise<SiteEventOptions> {
    const { app, settings } = call.site;
    const runnable =
      run.versionId === null
        ? await runnables.published(app)
        : await runnables.version(app, run.versionId);
    return {
      showsSteps: settings.showSteps,
      showsCitations: featuresOf(runnable.document).retriever_resource.enabled,
      showsOutputs: app.mode === 'workflow',
      isHidden: (kind) => kinds.get(kind)?.traits.hidden === true,
    };
  }

  return {
    async startRun(call, { body }) {
      const { site } = call;
      const owner = ownerOf(site, call.visitor);
      const runnable = await runnables.published(site.app);
      const { file_upload: upload } = featuresOf(runnable.document);
      const countMax = upload.enabled ? upload.number_limits : attachmentsMax;
      if (body.files.length > countMax)
        throw new AppError('request_invalid', {
          details: { path: 'body.files', reason: `at most ${countMax} are accepted` },
        });
      const attached = await Promise.all(
        body.files.map((file) => files.resolve(file, owner, 'files')),
      );
      const inputs = await resolveFiles(files, body.inputs, owner);
      if (site.app.mode === 'workflow') return startWorkflow(call, runnable, { inputs, attached });
      const query = body.query.replaceAll('\0', '');
      if (isChatMode(site.app.mode) && query.trim() === '')
        throw new AppError('request_invalid', {
          details: { path: 'body.query', reason: 'it must be a text' },
        });
      return startTurn({
        runnable,
        asker: askerOf(call),
        source: 'web-app',
        query,
        inputs,
        files: attached,
        conversationId: body.conversationId,
        ...(body.parentId === undefined ? {} : { parentMessageId: body.parentId }),
      });
    },

    async moreLikeThis(call, { params }) {
      const { site } = call;
      const message = await visitorMessage(store, call, params.messageId);
      const runnable = await runnables.published(site.app);
      if (!featuresOf(runnable.document).more_like_this.enabled || isChatMode(site.app.mode))
        throw new AppError('site_feature_off', {
          details: { app: site.app.name, feature: { en: 'more like this', zh: '更多类似内容' } },
        });
      return startTurn({ ...againOf(call, message), runnable });
    },

    async followRun(call, { params, query }) {
      const run = await find(call, params.runId);
      const view = await viewOf(call, run);
      const told = call.request.headers.get('last-event-id') ?? '';
      const after = /^\d{1,15}$/.test(told) ? Number(told) : query.after;
      return eventStream({
        start(sink) {
          sink.raw(padding);
          return runs.follow(
            run.id,
            after,
            (event) => sendAll(sink, siteEventsOf(event, view)),
            () => sink.close(),
          );
        },
      });
    },

    async pollRun(call, { params, query }) {
      const run = await find(call, params.runId);
      const view = await viewOf(call, run);
      const { events, done } = await news(run.id, query.after, query.waitMs, call.request.signal);
      return {
        events: events.flatMap((event) => [...siteEventsOf(event, view)]),
        seq: events.at(-1)?.seq ?? query.after,
        done,
      };
    },

    async stopRun(call, { params }) {
      const run = await find(call, params.runId);
      await runs.stopAnywhere(run.id);
    },
  };

  /** What is there after `after`; waits for something when there is nothing. */
  function news(
    runId: string,
    after: number,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly events: readonly RunEvent[]; readonly done: boolean }> {
    return new Promise((resolve) => {
      const events: RunEvent[] = [];
      let cancel = clock.after(waitMs, () => finish(false));
      let leave = (): void => {};
      const finish = (done: boolean): void => {
        cancel();
        signal.removeEventListener('abort', onAbort);
        leave();
        resolve({ events, done });
      };
      const onAbort = (): void => finish(false);
      signal.addEventListener('abort', onAbort, { once: true });
      leave = runs.follow(
        runId,
        after,
        (event) => {
          events.push(event);
          if (events.length > 1) return;
          // A moment more: events come in handfuls.
          cancel();
          cancel = clock.after(gatherMs, () => finish(false));
        },
        () => finish(true),
      );
    });
  }

  function againOf(call: SiteCall, message: Message): Omit<TurnRequest, 'runnable'> {
    return {
      asker: askerOf(call),
      source: 'web-app',
      query: message.query,
      inputs: message.inputs,
      files: [],
      conversationId: null,
    };
  }
}

const gatherMs = 30;

/** The id is the last one's: whoever comes back with it has seen them all. */
function sendAll(sink: EventSink, events: readonly SiteEvent[]): void {
  for (const [index, event] of events.entries())
    sink.send(event, index === events.length - 1 ? event.seq : undefined);
}
