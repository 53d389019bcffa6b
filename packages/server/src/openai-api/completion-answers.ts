/** A run as the OpenAI API answers: one completion, or its chunks. */
import {
  AppError,
  textFromValue,
  type Language,
  type RunEnd,
  type Usage,
} from '@outpost/contracts';
import { replyOf } from '../chat/reply.ts';
import { eventStream, type EventSink } from '../http/event-stream.ts';
import type { LiveRun } from '../runs/live-run.ts';
import { jsonAnswer, type WholeAddresses } from '../service-api/file-addresses.ts';
import { runError } from '../service-api/message-frames.ts';
import { openAiRunError } from './openai-error.ts';

export interface CompletionFacts {
  readonly id: string;
  /** Seconds. */
  readonly created: number;
  readonly model: string;
  readonly language: Language;
  readonly includeUsage: boolean;
  readonly addresses: WholeAddresses;
}

type FinishReason = 'stop' | 'content_filter';

export async function completionOf(live: LiveRun, facts: CompletionFacts): Promise<Response> {
  const end = await live.done;
  if (end.type === 'run-pause') throw new AppError('run_waits');
  if (end.status === 'failed') {
    const error = runError('chat', end);
    return Response.json(openAiRunError(error), { status: error.status });
  }
  const { answer } = replyOf(live.events, end);
  const replaced = live.events.some(({ type }) => type === 'text-replace');
  return completion(facts, answer || outputText(end), end.usage, finishOf(replaced));
}

export function completion(
  { id, created, model, addresses }: CompletionFacts,
  content: string,
  usage: Usage,
  finish: FinishReason,
): Response {
  const message = { role: 'assistant', content, refusal: null };
  const answer = {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    usage: usageOf(usage),
  };
  return jsonAnswer(answer, addresses);
}

export function streamCompletion(live: LiveRun, facts: CompletionFacts): Response {
  return chunkStream(facts, (chunks, sink) => {
    let hasText = false;
    let replaced = false;
    const leave = live.subscribe(0, (event) => {
      if (event.type === 'text-delta' && event.text !== '') {
        hasText = true;
        chunks.text(event.text);
      } else if (event.type === 'reasoning-delta' && event.text !== '')
        chunks.delta({ reasoning_content: event.text });
      else if (event.type === 'text-replace') {
        // What was sent cannot be taken back: the replacement follows, and the reason says why.
        replaced = true;
        chunks.text(`\n\n${event.text}`);
      } else if (event.type === 'run-pause') {
        const message = new AppError('run_waits').messageIn(facts.language);
        sink.send(openAiRunError({ status: 409, code: 'run_waits', message }));
      } else if (event.type === 'run-end' && event.status === 'failed')
        sink.send(openAiRunError(runError('chat', event)));
      else if (event.type === 'run-end') {
        if (!hasText) chunks.text(outputText(event));
        chunks.end(finishOf(replaced), event.usage);
      }
    });
    void live.done.then(() => sink.close());
    return leave;
  });
}

/** An answer that is ready, as a stream of one piece. */
export function streamText(
  facts: CompletionFacts,
  text: string,
  usage: Usage,
  finish: FinishReason,
): Response {
  return chunkStream(facts, (chunks, sink) => {
    chunks.text(text);
    chunks.end(finish, usage);
    sink.close();
    return undefined;
  });
}

interface Chunks {
  text(content: string): void;
  delta(delta: object): void;
  end(finish: FinishReason, usage: Usage): void;
}

function chunkStream(
  { id, created, model, includeUsage, addresses }: CompletionFacts,
  write: (chunks: Chunks, sink: EventSink) => (() => void) | undefined,
): Response {
  const head = { id, object: 'chat.completion.chunk', created, model };
  return eventStream({
    // Clients of this API parse whatever has an event name; comments they skip.
    ping: ': ping\n\n',
    start(sink) {
      const send = (choices: readonly object[], usage: object | null): void =>
        sink.raw(
          `data: ${addresses(JSON.stringify({ ...head, choices, ...(includeUsage ? { usage } : {}) }))}\n\n`,
        );
      const delta = (part: object, finish: FinishReason | null = null): void =>
        send([{ index: 0, delta: part, logprobs: null, finish_reason: finish }], null);
      delta({ role: 'assistant', content: '' });
      const chunks: Chunks = {
        delta,
        text(content) {
          if (content !== '') delta({ content });
        },
        end(finish, usage) {
          delta({}, finish);
          if (includeUsage) send([], usageOf(usage));
          sink.raw('data: [DONE]\n\n');
        },
      };
      return write(chunks, sink);
    },
  });
}

/** The text of a workflow that printed none: its only text output, or all of them as JSON. */
function outputText({ outputs }: RunEnd): string {
  const values = Object.values(outputs);
  const [only] = values;
  if (only === undefined) return '';
  return values.length === 1 ? textFromValue(only) : JSON.stringify(outputs);
}

function finishOf(replaced: boolean): FinishReason {
  return replaced ? 'content_filter' : 'stop';
}

function usageOf({ promptTokens, completionTokens, totalTokens }: Usage) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: totalTokens,
  };
}
