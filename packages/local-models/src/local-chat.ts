import {
  AppError,
  type ChatChunk,
  type ChatModel,
  type ChatRequest,
  type Clock,
  type ModelListing,
} from '@outpost/contracts';
import { failureOf } from './host-answers.ts';
import type { HostModel } from './host-protocol.ts';
import type { HostEvent, ModelHost } from './supervisor/model-host.ts';
import { usageOf } from './usage-of.ts';

export interface LocalChatOptions {
  readonly listing: ModelListing;
  readonly host: ModelHost;
  readonly hostModel: () => Promise<HostModel>;
  readonly clock: Clock;
}

/** A chat model whose tokens come from a host process. Leaving the stream early stops the model. */
export function createLocalChat({ listing, host, hostModel, clock }: LocalChatOptions): ChatModel {
  const { name, mode, contextTokens, outputTokensMax, features } = listing;
  const ref = { provider: 'local', name };
  return {
    facts: { ref, mode, contextTokens, outputTokensMax, features: new Set(features) },
    async *stream(request, { signal }) {
      const startedAt = clock.monotonic();
      const left = new AbortController();
      const events = createEventQueue();
      const model = await hostModel();
      const running = host
        .run(
          { type: 'chat', model, request: sendable(request) },
          { signal: AbortSignal.any([signal, left.signal]), onEvent: events.push },
        )
        .then(events.end, events.fail);
      const stopWaiting = firstTokenDeadline(request, { name, clock, events });
      let timeToFirstTokenMs: number | null = null;
      try {
        for await (const event of events.read()) {
          timeToFirstTokenMs ??= clock.monotonic() - startedAt;
          stopWaiting();
          if (event.type === 'chat-end') {
            const { promptTokens, completionTokens } = event;
            const latencyMs = clock.monotonic() - startedAt;
            yield {
              type: 'finish',
              reason: event.reason,
              usage: usageOf({ promptTokens, completionTokens, latencyMs, timeToFirstTokenMs }),
              model: ref,
            };
          } else yield chunkOf(event, name);
        }
      } finally {
        stopWaiting();
        left.abort(new Error('the reader left'));
        await running;
      }
    },
  };
}

function chunkOf(event: HostEvent, model: string): ChatChunk {
  switch (event.type) {
    case 'text':
    case 'reasoning':
      return { type: event.type, text: event.text };
    case 'tool-call':
      return { type: 'tool-call', call: event.call };
    case 'failed':
      throw failureOf(event, model);
    default:
      throw new AppError('model_call_failed', {
        details: { model, reason: `its process answered with ${event.type}` },
      });
  }
}

/** Media cannot be sent as JSON and no local model reads it: its kind is enough to refuse it by name. */
function sendable(request: ChatRequest): ChatRequest {
  return {
    ...request,
    messages: request.messages.map((message) =>
      message.role === 'user'
        ? {
            ...message,
            content: message.content.map((part) =>
              part.type === 'media' ? { ...part, source: { url: '' } } : part,
            ),
          }
        : message,
    ),
  };
}

function firstTokenDeadline(
  { firstTokenTimeoutMs }: ChatRequest,
  {
    name,
    clock,
    events,
  }: {
    readonly name: string;
    readonly clock: Clock;
    readonly events: EventQueue;
  },
): () => void {
  if (firstTokenTimeoutMs === undefined) return () => {};
  const details = { model: name, limit: 'firstTokenTimeoutMs', valueMs: firstTokenTimeoutMs };
  return clock.after(firstTokenTimeoutMs, () => {
    events.fail(new AppError('model_timed_out', { details }));
  });
}

interface EventQueue {
  readonly push: (event: HostEvent) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
  read(): AsyncGenerator<HostEvent>;
}

/** Hands events from a callback to a reader. Its length is bounded by the tokens of an answer. */
function createEventQueue(): EventQueue {
  const events: HostEvent[] = [];
  let done: { readonly error: unknown } | { readonly error?: never } | null = null;
  let wake = (): void => {};
  return {
    push: (event) => {
      events.push(event);
      wake();
    },
    end: () => {
      done ??= {};
      wake();
    },
    fail: (error) => {
      done ??= { error };
      wake();
    },
    async *read() {
      for (;;) {
        const event = events.shift();
        if (event) {
          yield event;
          continue;
        }
        if (done) {
          if ('error' in done) throw done.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
