/**
 * Server-sent events straight onto a connection: a frame of a reader who keeps up is one write, in
 * the turn in which it was made. A reader too slow to keep up is cut off instead of filling the
 * memory. It gets what was kept for it first, so one that comes back with `Last-Event-ID` gets on,
 * however long the run; one that reads nothing at all is cut off at once after a while.
 */
import type { ServerResponse } from 'node:http';
import { eventsOf, pendingBytesMax, type EventOutlet } from './event-stream.ts';

/** How long a reader who is to be cut off may read nothing. */
const stalledMs = 30_000;
/** Frames that waited are written together up to this length. */
const writeCharacters = 64 * 1024;

/** Answers with the events that `answer` is made of; false when it is none of events. */
export function pourEvents(answer: Response, outgoing: ServerResponse): boolean {
  const source = eventsOf(answer);
  if (!source) return false;
  // The head goes at once, in one packet with what can be told already.
  outgoing.cork();
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.flushHeaders();
  try {
    outgoing.once('close', source(createOutlet(outgoing)));
  } finally {
    outgoing.uncork();
  }
  return true;
}

function createOutlet(outgoing: ServerResponse): EventOutlet {
  let waiting: string[] = [];
  let waitingCharacters = 0;
  let isFull = false;
  let next: 'more' | 'end' | 'cut' = 'more';
  let stalled: NodeJS.Timeout | undefined;

  function writeOn(): void {
    isFull = false;
    stalled?.refresh();
    let first = 0;
    while (first < waiting.length && !isFull) {
      let characters = 0;
      let last = first;
      while (last < waiting.length && characters < writeCharacters)
        characters += waiting[last++]?.length ?? 0;
      const isLast = next === 'cut' && last === waiting.length;
      const frames = waiting.slice(first, last).join('');
      isFull = !outgoing.write(frames, isLast ? () => outgoing.destroy() : undefined);
      waitingCharacters -= characters;
      first = last;
    }
    waiting = waiting.slice(first);
    if (waiting.length === 0 && next === 'end') outgoing.end();
  }

  outgoing.on('drain', writeOn);
  outgoing.once('close', () => clearTimeout(stalled));
  return {
    write(frame) {
      if (!isFull) {
        isFull = !outgoing.write(frame);
        return true;
      }
      waiting.push(frame);
      waitingCharacters += frame.length;
      // Characters stand for bytes here: the bound is for the memory, not an exact measure.
      if (waitingCharacters < pendingBytesMax) return true;
      next = 'cut';
      stalled = setTimeout(() => outgoing.destroy(), stalledMs).unref();
      return false;
    },
    end() {
      next = 'end';
      if (waiting.length === 0) outgoing.end();
    },
  };
}
