/** Chunks on their way to one reader. Ends, or fails, once; what was pushed before is read first. */
export interface ChunkQueue extends AsyncIterable<unknown> {
  /** False when the reader is too far behind: nothing more is taken. */
  push(chunk: unknown, characters: number): boolean;
  end(): void;
  fail(error: unknown): void;
}

export function createChunkQueue({
  charactersMax,
  onLeave,
}: {
  readonly charactersMax: number;
  /** The reader went away before the end. */
  readonly onLeave: () => void;
}): ChunkQueue {
  let chunks: unknown[] = [];
  let sizes: number[] = [];
  let head = 0;
  let unread = 0;
  let outcome: { readonly error: unknown } | 'ended' | null = null;
  let wake: (() => void) | null = null;
  let taken = false;

  const settle = (how: NonNullable<typeof outcome>): void => {
    outcome ??= how;
    wake?.();
  };
  const take = (): unknown => {
    const chunk = chunks[head];
    chunks[head] = undefined;
    unread -= sizes[head] ?? 0;
    head += 1;
    if (head === chunks.length) {
      chunks = [];
      sizes = [];
      head = 0;
    }
    return chunk;
  };

  const next = async (): Promise<IteratorResult<unknown, undefined>> => {
    for (;;) {
      if (head < chunks.length) return { done: false, value: take() };
      if (outcome === 'ended') return { done: true, value: undefined };
      if (outcome !== null) {
        const { error } = outcome;
        outcome = 'ended';
        throw error;
      }
      // One reader: there is never more than one waiting.
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = null;
    }
  };

  return {
    push(chunk, characters) {
      if (outcome !== null) return true;
      if (unread + characters > charactersMax && unread > 0) return false;
      chunks.push(chunk);
      sizes.push(characters);
      unread += characters;
      wake?.();
      return true;
    },
    end: () => settle('ended'),
    fail: (error) => settle({ error }),
    [Symbol.asyncIterator]() {
      if (taken) throw new Error('A queue of chunks has one reader.');
      taken = true;
      return {
        next,
        return: () => {
          const left = outcome === null || head < chunks.length;
          chunks = [];
          sizes = [];
          head = 0;
          settle('ended');
          outcome = 'ended';
          if (left) onLeave();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}
