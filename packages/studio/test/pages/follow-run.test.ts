import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConsoleError } from '../../src/api/console-error.ts';
import { createNetworkState, followRun } from '../../src/pages/follow-run.ts';

type Step = (input: {
  readonly headers?: Record<string, string>;
  query?: { after: number; waitMs: number };
  signal: AbortSignal;
}) => unknown;

const text = (seq: number) => ({ type: 'text', seq, text: String(seq) });
const end = (seq: number) => ({ type: 'end', seq, status: 'succeeded' });

/** A stream of events that breaks off, or stays open in silence. */
function stream(
  events: readonly { readonly seq: number }[],
  after: 'close' | 'break' | 'silence' = 'close',
) {
  const encoder = new TextEncoder();
  return (input: { readonly signal: AbortSignal }) => ({
    body: new ReadableStream<Uint8Array>({
      start(controller) {
        for (const event of events)
          controller.enqueue(
            encoder.encode(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`),
          );
        if (after === 'close') controller.close();
        else if (after === 'silence')
          input.signal.addEventListener('abort', () => controller.error(new Error('aborted')));
      },
      pull(controller) {
        if (after === 'break') controller.error(new Error('cut'));
      },
    }),
  });
}

async function follow(steps: readonly Step[]) {
  const asked: (readonly [string, number])[] = [];
  const seen: number[] = [];
  const network = createNetworkState();
  let at = 0;
  const ended = followRun({
    client: {
      call: (async (name: string, input: Parameters<Step>[0]) => {
        asked.push([name, Number(input.headers?.['last-event-id'] ?? input.query?.after)]);
        const step = steps[at];
        at += 1;
        if (!step) throw new Error('asked too often');
        return step(input);
      }) as never,
    },
    runId: 'run',
    onEvent: ({ seq }) => seen.push(seq),
    signal: new AbortController().signal,
    network,
    wait: () => Promise.resolve(),
    silenceMs: 20,
  });
  await ended;
  return { asked, seen, network };
}

const broken = (): never => {
  throw ConsoleError.unreachable(new Error('down'));
};

test('a stream that is cut goes on behind the last event, each event once', async () => {
  const { asked, seen } = await follow([
    stream([text(1), text(2)], 'break'),
    broken,
    stream([text(3), end(4)]),
  ]);

  assert.deepEqual(seen, [1, 2, 3, 4]);
  assert.deepEqual(asked, [
    ['followRun', 0],
    ['followRun', 2],
    ['followRun', 2],
  ]);
});

test('a gateway that holds streams back is got around by asking for news', async () => {
  const { asked, seen, network } = await follow([
    stream([], 'silence'),
    stream([], 'silence'),
    () => ({ events: [text(1)], seq: 2, done: false }),
    broken,
    () => ({ events: [end(3)], seq: 3, done: true }),
  ]);

  assert.deepEqual(seen, [1, 3]);
  assert.deepEqual(
    asked.map(([name, after]) => `${name} ${after}`),
    ['followRun 0', 'followRun 0', 'pollRun 0', 'pollRun 2', 'pollRun 2'],
  );
  assert.ok(network.newsMs < 20_000, 'questions are shorter after one was cut');
});

test('a run that is not ours is not asked for again', async () => {
  await assert.rejects(
    follow([
      () => {
        throw new ConsoleError('not_found', 'The run does not exist.', 404);
      },
    ]),
    { code: 'not_found' },
  );
});
