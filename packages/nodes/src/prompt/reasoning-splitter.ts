/**
 * Tells a model's thinking from its answer while both stream in: what stands between `<think>` and
 * `</think>` is thinking. A tag may be cut anywhere by chunks, so the tail of a chunk that could
 * begin a tag is held back until the next one; nothing else is. A block that is never closed is
 * thinking to the end.
 */
export interface ReasoningSink {
  text(piece: string): void;
  reasoning(piece: string): void;
  /** A block of thinking begins. */
  begin(): void;
}

export interface ReasoningSplitter {
  push(chunk: string): void;
  /** Gives out what is held back; call it at the end, and before anything that is not text. */
  flush(): void;
}

export function createReasoningSplitter(sink: ReasoningSink): ReasoningSplitter {
  let inside = false;
  let held = '';

  const give = (piece: string): void => {
    if (piece === '') return;
    if (inside) sink.reasoning(piece);
    else sink.text(piece);
  };

  return {
    push(chunk) {
      const buffer = held + chunk;
      held = '';
      let from = 0;
      for (let at = buffer.indexOf('<'); at >= 0; at = buffer.indexOf('<', at)) {
        const length = tagLength(buffer, at, inside);
        if (length === null) {
          at += 1;
          continue;
        }
        give(buffer.slice(from, at));
        if (length === 'unknown') {
          held = buffer.slice(at);
          return;
        }
        inside = !inside;
        if (inside) sink.begin();
        at += length;
        from = at;
      }
      give(from === 0 ? buffer : buffer.slice(from));
    },
    flush() {
      give(held);
      held = '';
    },
  };
}

/** The length of the tag that begins here; null when there is none, unknown when more must come to tell. */
function tagLength(buffer: string, at: number, inside: boolean): number | 'unknown' | null {
  const name = inside ? '</think>' : '<think';
  const rest = buffer.slice(at, at + tagCharactersMax).toLowerCase();
  if (rest.length <= name.length && name.startsWith(rest))
    return rest.length === name.length && inside ? name.length : 'unknown';
  if (!rest.startsWith(name)) return null;
  if (inside) return name.length;
  const end = rest.indexOf('>');
  const attributes = rest.slice(name.length, end < 0 ? undefined : end);
  if (attributes !== '' && !/^\s/.test(attributes)) return null;
  if (end >= 0) return end + 1;
  return rest.length < tagCharactersMax ? 'unknown' : null;
}

/** A longer “tag” is taken for text. */
const tagCharactersMax = 64;
