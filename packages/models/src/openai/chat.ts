import { AppError, type ChatRequest } from '@outpost/contracts';
import type { AnswerPiece, CallContext } from '../client.ts';
import {
  callServer,
  errorContext,
  readError,
  readJson,
  unreadable,
  type ServerCaller,
} from '../http/call-server.ts';
import { readEvents } from '../http/read-events.ts';
import { embeddedError } from '../http/status-error.ts';
import { createAnswerReader, type WireAnswer } from './answer-reader.ts';
import { chatBody, completionBody, type JsonObject } from './chat-body.ts';
import { callInDialect, type OpenaiServer } from './openai-server.ts';

/**
 * One chat or completion call. Whether the answer comes as a stream is read from the answer itself:
 * servers answer with JSON though asked for a stream, and the reverse.
 */
export async function* openaiChat(
  server: OpenaiServer,
  request: ChatRequest,
  { model, signal }: CallContext,
): AsyncGenerator<readonly AnswerPiece[]> {
  const response = await callInDialect(server, {
    model,
    signal,
    body: (dialect) => {
      const stream = dialect.streaming !== 'never';
      const body =
        model.mode === 'completion'
          ? completionBody(request, { model, dialect, stream })
          : chatBody(request, { model, dialect, stream });
      return server.shapeBody ? server.shapeBody(body, model) : body;
    },
    path: model.mode === 'completion' ? 'completions' : 'chat',
    send: (caller, path, json) =>
      callServer(caller, { model: model.name, path, json, accept: accepted, signal }),
  });
  const { caller } = server;
  const contentType = response.headers.get('content-type') ?? '';
  if (contentType.includes('application/json') || !response.body)
    yield wholeAnswer(
      caller,
      await readJson(caller, response, { model: model.name, signal }),
      model.name,
    );
  else yield* streamedAnswer(caller, response.body, { model: model.name, signal });
}

async function* streamedAnswer(
  caller: ServerCaller,
  body: ReadableStream<Uint8Array>,
  { model, signal }: { readonly model: string; readonly signal: AbortSignal },
): AsyncGenerator<readonly AnswerPiece[]> {
  const reader = createAnswerReader();
  const events = readEvents(body, { model, clock: caller.clock, ...caller.limits });
  try {
    for (;;) {
      const group = await nextGroup(events, caller, { model, signal });
      if (group === null) break;
      const pieces: AnswerPiece[] = [];
      const done = group.indexOf('[DONE]');
      for (const payload of done < 0 ? group : group.slice(0, done))
        reader.read(chunkFrom(caller, payload, model), pieces);
      if (done >= 0) reader.end(pieces);
      yield pieces;
      if (done >= 0) return;
    }
  } finally {
    // A reader who left early leaves no connection behind.
    await events.return(undefined);
  }
  // Servers that never say [DONE] are common; one that said nothing at all has failed.
  if (!reader.started) throw unreadable(caller, { model, text: '', status: 200 });
  const pieces: AnswerPiece[] = [];
  reader.end(pieces);
  yield pieces;
}

async function nextGroup(
  events: AsyncGenerator<readonly string[]>,
  caller: ServerCaller,
  { model, signal }: { readonly model: string; readonly signal: AbortSignal },
): Promise<readonly string[] | null> {
  try {
    const { done, value } = await events.next();
    return done ? null : value;
  } catch (thrown) {
    throw readError(caller, { model, signal, thrown });
  }
}

function chunkFrom(caller: ServerCaller, payload: string, model: string): WireAnswer {
  let chunk: unknown;
  try {
    chunk = JSON.parse(payload);
  } catch (cause) {
    throw unreadable(caller, { model, text: payload, status: 200, cause });
  }
  const answer = chunk as WireAnswer & JsonObject;
  // Looked for only where no choice is: this runs for every token.
  if (answer?.choices?.length) return answer;
  const error = embeddedError(answer, errorContext(caller, model));
  if (error) throw error;
  return typeof answer === 'object' && answer !== null ? answer : {};
}

function wholeAnswer(caller: ServerCaller, value: unknown, model: string): readonly AnswerPiece[] {
  const reader = createAnswerReader();
  const pieces: AnswerPiece[] = [];
  reader.read(value as WireAnswer, pieces);
  if (!reader.started)
    throw new AppError('model_answer_invalid', {
      details: { model, reason: `it has no choices: ${JSON.stringify(value).slice(0, 200)}` },
    });
  reader.end(pieces);
  return pieces;
}

const accepted = 'text/event-stream, application/json';
