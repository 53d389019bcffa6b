import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '@outpost/contracts';
import type { ConsoleClient } from '../src/api/console-client.ts';
import { ConsoleError } from '../src/api/console-error.ts';
import { followRun, type FollowLimits } from '../src/api/follow-run.ts';

const limits: Partial<FollowLimits> = { silenceMs: 60, pauseMs: 1, pauseMaxMs: 2, waitMs: 5 };

const all = [1, 2, 3, 4].map((seq) => ({
  seq,
  at: seq,
  type: seq === 4 ? 'run-end' : 'text-delta',
})) as unknown as readonly RunEvent[];

const frames = (events: readonly RunEvent[]): string =>
  events.map((event) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`).join('');

/** A stream that sends the events and then ends, breaks, or stays silent. */
function streamOf(events: readonly RunEvent[], end: 'ends' | 'breaks' | 'hangs'): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`event: ping\n\n${frames(events)}`));
      if (end === 'ends') controller.close();
    },
    pull(controller) {
      if (end === 'breaks') controller.error(new TypeError('connection reset'));
      return end === 'hangs' ? new Promise<void>(() => undefined) : undefined;
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

interface Asked {
  readonly after: string | number;
  readonly polls: boolean;
}

/** Answers each further request by the next of the given ways. */
function clientOf(...answers: readonly (() => Response)[]) {
  const asked: Asked[] = [];
  const call = async (_route: string, input: unknown): Promise<Response> => {
    const { query, headers } = input as {
      readonly query?: { readonly after: number };
      readonly headers?: Readonly<Record<string, string>>;
    };
    asked.push({
      after: query?.after ?? headers?.['last-event-id'] ?? '',
      polls: query !== undefined,
    });
    const answer = answers[asked.length - 1];
    if (!answer) throw new Error('No answer was prepared.');
    return answer();
  };
  return { asked, client: { call } as unknown as Pick<ConsoleClient, 'call'> };
}

async function follow(
  answer: Response,
  client: Pick<ConsoleClient, 'call'>,
  signal = new AbortController().signal,
): Promise<readonly number[]> {
  const heard: number[] = [];
  await followRun({
    client,
    runId: 'r',
    answer,
    signal,
    limits,
    onEvent: ({ seq }) => heard.push(seq),
  });
  return heard;
}

const polled = (events: readonly RunEvent[], done: boolean) => () =>
  Response.json({ events, after: events.at(-1)?.seq ?? 0, done });

test('a run that streams to its end asks for nothing more', async () => {
  const { asked, client } = clientOf();

  assert.deepEqual(await follow(streamOf(all, 'hangs'), client), [1, 2, 3, 4]);
  assert.deepEqual(asked, []);
});

test('a stream that breaks or is cut goes on after the last event, and none is told twice', async () => {
  const { asked, client } = clientOf(
    () => streamOf(all.slice(0, 3), 'ends'),
    () => streamOf(all, 'ends'),
  );

  assert.deepEqual(await follow(streamOf(all.slice(0, 2), 'breaks'), client), [1, 2, 3, 4]);
  assert.deepEqual(asked, [
    { after: '2', polls: false },
    { after: '3', polls: false },
  ]);
});

test('a stream that is held back is given up for questions that wait for news', async () => {
  const { asked, client } = clientOf(
    polled(all.slice(1, 2), false),
    polled([], false),
    polled(all.slice(2), true),
  );

  assert.deepEqual(await follow(streamOf(all.slice(0, 1), 'hangs'), client), [1, 2, 3, 4]);
  assert.deepEqual(asked, [
    { after: 1, polls: true },
    { after: 2, polls: true },
    { after: 2, polls: true },
  ]);
});

test('what the server refuses is thrown at once', async () => {
  const { asked, client } = clientOf(() => {
    throw new ConsoleError('not_found', 'There is no such run.', 404);
  });

  await assert.rejects(follow(streamOf([], 'ends'), client), /no such run/);
  assert.equal(asked.length, 1);
});

test('a server that stays away is given up after some attempts', async () => {
  const away = () => {
    throw ConsoleError.unreachable(new Error('gone'));
  };
  const { asked, client } = clientOf(...Array.from({ length: 20 }, () => away));

  await assert.rejects(follow(streamOf(all.slice(0, 1), 'breaks'), client), /cannot be reached/);
  assert.ok(asked.length >= 5 && asked.length <= 8, String(asked.length));
});

test('whoever leaves is not told any more', async () => {
  const control = new AbortController();
  const { client } = clientOf(() => {
    control.abort(new Error('left'));
    return streamOf(all, 'ends');
  });

  await assert.rejects(follow(streamOf([], 'ends'), client, control.signal), /left/);
});
