/**
 * Follows a run to its end over whatever network there is. Two ways, tried in this order:
 *
 * 1. A stream. It is taken up again after the last event that was seen when it breaks. A gateway
 *    that holds the answer back shows by its silence: the server says something at once and every
 *    ten seconds, so nothing within `silenceMs` means that nothing comes through.
 * 2. Asking for news, again and again: each answer is whole, so nothing can be held back. Chosen for
 *    the rest of the visit once streams have failed `failuresMax` times in a row without news.
 *
 * Errors of the server that will not pass (the run is not ours, the visit has ended) end it.
 */
import type { SiteEvent, SiteRoutes } from '@outpost/contracts';
import { isConsoleError } from '../api/console-error.ts';
import { readEvents } from '../api/read-events.ts';
import type { RouteClient } from '../api/route-client.ts';

export interface FollowOptions {
  readonly client: Pick<RouteClient<SiteRoutes>, 'call'>;
  readonly runId: string;
  /** The last event that is known; 0 = none. */
  readonly after?: number;
  readonly onEvent: (event: SiteEvent) => void;
  /** Hears whether the connection is there. */
  readonly onConnection?: (isThere: boolean) => void;
  readonly signal: AbortSignal;
  readonly network: NetworkState;
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly silenceMs?: number;
}

/** What was learnt of the network; shared by all runs of a visit. */
export interface NetworkState {
  streamFailures: number;
  /** How long a question for news may stay open. */
  newsMs: number;
}

export function createNetworkState(): NetworkState {
  return { streamFailures: 0, newsMs: newsMsMax };
}

const failuresMax = 2;
const newsMsMax = 20_000;
const newsMsMin = 2000;
const pauseMsMax = 8000;
const silenceMsDefault = 15_000;

/** Resolves when the run has ended or waits for somebody; rejects when it cannot be followed. */
export async function followRun(options: FollowOptions): Promise<void> {
  const { network, signal, onConnection = () => {}, wait = sleep } = options;
  const state = { seq: options.after ?? 0, ended: false };
  let failures = 0;
  while (!state.ended && !signal.aborted) {
    const before = state.seq;
    try {
      if (network.streamFailures < failuresMax) await readStream(options, state);
      else await askForNews(options, state);
      onConnection(true);
    } catch (error) {
      if (signal.aborted) return;
      if (!mayPass(error)) throw error;
      onConnection(false);
    }
    if (state.seq > before) failures = 0;
    else failures += 1;
    if (!state.ended && failures > 1)
      await wait(Math.min(pauseMsMax, 250 * 2 ** Math.min(failures, 6)));
  }
}

interface FollowState {
  seq: number;
  ended: boolean;
}

async function readStream(options: FollowOptions, state: FollowState): Promise<void> {
  const { client, runId, onEvent, onConnection, network, signal } = options;
  const { silenceMs = silenceMsDefault } = options;
  const before = state.seq;
  const attempt = new AbortController();
  const leave = (): void => attempt.abort();
  signal.addEventListener('abort', leave, { once: true });
  let silence = setTimeout(leave, silenceMs);
  try {
    const answer = await client.call('followRun', {
      params: { runId },
      headers: { 'last-event-id': String(state.seq) },
      signal: attempt.signal,
    });
    if (!answer.body) throw new Error('The answer has no body.');
    await readEvents(
      answer.body,
      ({ id, data }) => {
        take(JSON.parse(data) as SiteEvent, state, onEvent);
        if (id !== '') state.seq = Math.max(state.seq, Number(id));
      },
      () => {
        clearTimeout(silence);
        silence = setTimeout(leave, silenceMs);
        onConnection?.(true);
      },
    );
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', leave);
    // A stream that brought something works, also when it was cut.
    if (state.seq > before || state.ended) network.streamFailures = 0;
    else if (!signal.aborted) network.streamFailures += 1;
  }
}

async function askForNews(
  { client, runId, onEvent, network, signal }: FollowOptions,
  state: FollowState,
): Promise<void> {
  try {
    const { events, seq, done } = await client.call('pollRun', {
      params: { runId },
      query: { after: state.seq, waitMs: network.newsMs },
      signal,
    });
    for (const event of events) take(event, state, onEvent);
    state.seq = seq;
    state.ended ||= done;
  } catch (error) {
    // A gateway that cuts long answers: the next ones are shorter.
    network.newsMs = Math.max(newsMsMin, network.newsMs / 2);
    throw error;
  }
}

function take(event: SiteEvent, state: FollowState, onEvent: (event: SiteEvent) => void): void {
  onEvent(event);
  state.ended ||= event.type === 'end' || event.type === 'pause';
}

/** Whether it is worth trying again: no answer, an overloaded server, a gateway's own words. */
function mayPass(error: unknown): boolean {
  if (!isConsoleError(error)) return true;
  return (
    error.status === 0 ||
    error.status === 429 ||
    error.status >= 500 ||
    error.code === 'foreign_answer'
  );
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
