/** Runs as HTTP answers: streams of frames, and the one JSON object of a blocking call. */
import {
  noUsage,
  usageRecord,
  type AppMode,
  type NodeKind,
  type RunEnd,
  type RunPause,
} from '@outpost/contracts';
import type { Runnable } from '../apps/runnables.ts';
import type { AnsweredTurn, Turn } from '../chat/chat-service.ts';
import { replyOf } from '../chat/reply.ts';
import { eventStream } from '../http/event-stream.ts';
import type { LiveRun } from '../runs/live-run.ts';
import type { EndUser } from '@outpost/store';
import { jsonAnswer, type WholeAddresses } from './file-addresses.ts';
import { seconds, type Frame, type RunFacts } from './frame-shape.ts';
import { replyMetadata, runError } from './message-frames.ts';
import { createRunFrames } from './run-frames.ts';
import { workflowFinishedData, workflowPausedData } from './workflow-frames.ts';

type Kinds = ReadonlyMap<string, NodeKind>;

/** What frames tell about a run besides its events. */
export function factsOf(
  {
    runnable,
    live,
    endUser,
    kinds,
    addresses,
  }: {
    readonly runnable: Pick<Runnable, 'app' | 'workflowId'>;
    readonly live: Pick<LiveRun, 'runId' | 'taskId'>;
    readonly endUser: EndUser;
    readonly kinds: Kinds;
    readonly addresses: WholeAddresses;
  },
  turn: Pick<Turn, 'message' | 'conversation'> | null,
): RunFacts {
  return {
    mode: runnable.app.mode,
    runId: live.runId,
    taskId: live.taskId,
    workflowId: runnable.workflowId,
    createdBy: { id: endUser.id, user: endUser.sessionId },
    message: turn && {
      id: turn.message.id,
      conversationId: turn.conversation?.id ?? null,
      createdAt: turn.message.createdAt,
    },
    addresses,
    isHidden: (kind) => kinds.get(kind)?.traits.hidden === true,
  };
}

/** The run's events as frames until it ends or pauses; it goes on when the reader leaves. */
export function streamRun(live: LiveRun, facts: RunFacts): Response {
  return eventStream({
    start(sink) {
      const frames = createRunFrames(facts);
      const leave = live.subscribe(0, (event) => {
        for (const frame of frames.translate(event)) sink.raw(frame);
      });
      void live.done.then(() => sink.close());
      return leave;
    },
  });
}

/** The blocking answer of a chat or text generator. */
export async function answerOfTurn(live: LiveRun, facts: RunFacts): Promise<Response> {
  const end = await live.done;
  const { mode, message, taskId, addresses } = facts;
  if (end.type === 'run-end' && end.status === 'failed') {
    const error = runError(mode, end);
    return Response.json(error, { status: error.status });
  }
  const reply = replyOf(live.events, end.type === 'run-end' ? end : null);
  const identity = {
    id: message?.id,
    message_id: message?.id,
    ...(message?.conversationId == null ? {} : { conversation_id: message.conversationId }),
    mode,
    answer: reply.answer,
    metadata: replyMetadata(mode, reply.citations, usageRecord(reply.usage)),
    created_at: seconds(message?.createdAt ?? end.at),
  };
  if (end.type === 'run-end')
    return jsonAnswer({ event: 'message', task_id: taskId, ...identity }, addresses);
  const { id: runId, ...paused } = workflowPausedData(facts, end);
  const answer = {
    event: 'workflow_paused',
    task_id: taskId,
    workflow_run_id: runId,
    ...identity,
    data: { ...identity, workflow_run_id: runId, ...paused },
  };
  return jsonAnswer(answer, addresses);
}

/** The blocking answer of a workflow; a failed one is an answer like any other. */
export async function answerOfWorkflow(live: LiveRun, facts: RunFacts): Promise<Response> {
  const end = await live.done;
  const data = workflowResult(facts, end);
  const answer = { task_id: live.taskId, workflow_run_id: live.runId, data };
  return jsonAnswer(answer, facts.addresses);
}

function workflowResult(facts: RunFacts, end: RunEnd | RunPause): Frame {
  if (end.type === 'run-pause')
    return {
      ...workflowPausedData(facts, end),
      workflow_id: facts.workflowId,
      error: null,
      finished_at: null,
    };
  const data = workflowFinishedData(facts, end);
  const { created_by: _by, exceptions_count: _exceptions, files: _files, ...result } = data;
  return result;
}

/** An answer that needed no run, as a stream of two events or as one object. */
export function answerWithoutRun(
  turn: AnsweredTurn,
  facts: {
    readonly mode: AppMode;
    readonly streams: boolean;
    readonly taskId: string;
    readonly writtenBy: { readonly id: string; readonly name: string } | null;
  },
): Response {
  const { message, conversation, annotation, answer } = turn;
  const { mode, taskId, streams, writtenBy } = facts;
  const envelope = {
    ...(conversation ? { conversation_id: conversation.id } : {}),
    message_id: message.id,
    created_at: seconds(message.createdAt),
    task_id: taskId,
    id: message.id,
  };
  const { annotation_reply: none, ...rest } = replyMetadata(mode, [], usageRecord(noUsage));
  // A chatflow says that no annotation answered, and nothing when one did; the others the reverse.
  const metadata = {
    ...rest,
    ...(annotation
      ? mode === 'advanced-chat'
        ? {}
        : { annotation_reply: { id: annotation.id, account: writtenBy } }
      : none === undefined
        ? {}
        : { annotation_reply: none }),
  };
  if (!streams) return Response.json({ event: 'message', ...envelope, mode, answer, metadata });
  return eventStream({
    start(sink) {
      sink.send({ event: 'message', ...envelope, answer, from_variable_selector: null });
      sink.send({ event: 'message_end', ...envelope, metadata, files: null });
      sink.close();
      return undefined;
    },
  });
}
