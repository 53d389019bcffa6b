import type { RunEvent } from '@outpost/contracts';
import { useEffect, useState } from 'react';
import { readEventStream } from '../api/event-stream.ts';
import { useClient } from '../app/session.tsx';

interface RunEvents {
  readonly events: readonly RunEvent[];
  readonly isWhole: boolean;
  readonly error: unknown;
}

const none: RunEvents = { events: [], isWhole: false, error: null };
/** Events come by the thousand; a tree is drawn this often at most. */
const drawEveryMs = 120;

/** All events of a run, stored and live, until it ends. */
export function useRunEvents(runId: string): RunEvents {
  const client = useClient();
  const [state, setState] = useState<RunEvents>(none);
  useEffect(() => {
    const control = new AbortController();
    const events: RunEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (rest: Partial<RunEvents> = {}): void => {
      clearTimeout(timer);
      timer = undefined;
      setState({ ...none, ...rest, events: [...events] });
    };
    const read = async (): Promise<void> => {
      const answer = await client.call('runEvents', { params: { runId }, signal: control.signal });
      for await (const { data } of readEventStream(answer)) {
        events.push(JSON.parse(data) as RunEvent);
        timer ??= setTimeout(draw, drawEveryMs);
      }
      draw({ isWhole: true });
    };
    setState(none);
    read().catch((error: unknown) => {
      if (!control.signal.aborted) draw({ error });
    });
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [client, runId]);
  return state;
}
