import type { RunEvent } from '../../packages/contracts/src/index.ts';

export interface NumberedEvent {
  /** The event's `id:` line. */
  readonly id: string;
  readonly event: RunEvent;
}

/**
 * Reads a run's events as a client that comes back does. Returns true when the stream was closed
 * by the server, false when the connection broke; throws for an answer that is not a stream.
 */
export async function readRunEvents(
  url: string,
  {
    key,
    lastEventId,
    onEvent,
  }: {
    readonly key: string;
    readonly lastEventId: string | null;
    readonly onEvent: (event: NumberedEvent) => void;
  },
): Promise<boolean> {
  const headers = {
    authorization: `Bearer ${key}`,
    ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
  };
  let answer: Response;
  try {
    answer = await fetch(url, { headers });
  } catch {
    return false;
  }
  if (!answer.ok || !answer.body)
    throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const bytes of answer.body) {
      const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const id = /^id: (.*)$/m.exec(frame)?.[1];
        const data = /^data: (.*)$/m.exec(frame)?.[1];
        if (id !== undefined && data !== undefined)
          onEvent({ id, event: JSON.parse(data) as RunEvent });
      }
    }
    return true;
  } catch {
    return false;
  }
}
