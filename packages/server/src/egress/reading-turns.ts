/**
 * Shares the event loop between answers that come faster than they can be worked on. A model server
 * in the same rack sends as fast as it is read, and each read of it is a millisecond or two of work;
 * twenty such answers at once would hold up everybody else for as long as all of them take.
 */
export interface ReadingTurns {
  /** Calls `go` at once, or in one of the next turns of the event loop, in the order of the calls. */
  take(sizeBytes: number, go: () => void): void;
}

/** What is worked on in one turn, some three milliseconds of a model's chunks. */
const turnBytes = 128 * 1024;

export function createReadingTurns(): ReadingTurns {
  const waiting: { readonly sizeBytes: number; readonly go: () => void }[] = [];
  let leftBytes = turnBytes;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(begin);
  }

  function begin(): void {
    isScheduled = false;
    leftBytes = turnBytes;
    while (leftBytes > 0) {
      const next = waiting.shift();
      if (!next) return;
      leftBytes -= next.sizeBytes;
      next.go();
    }
    schedule();
  }

  return {
    take(sizeBytes, go) {
      if (leftBytes > 0 && waiting.length === 0) {
        leftBytes -= sizeBytes;
        go();
      } else waiting.push({ sizeBytes, go });
      schedule();
    },
  };
}
