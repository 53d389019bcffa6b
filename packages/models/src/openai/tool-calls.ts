import type { ToolCall } from '@outpost/contracts';

/** A piece of a tool call as servers send it; every field may be missing. */
export interface ToolCallDelta {
  readonly index?: number | null;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null;
  readonly extra_content?: unknown;
}

/**
 * Puts tool calls together from their pieces. Servers differ: some number the pieces and name each
 * call once, some leave the number out, some repeat id and name in every piece, some send the
 * arguments as an object at once. A piece belongs to the call with its index, or else its id; a
 * piece with a new id under a used index begins another call, one without either continues the last.
 */
export function createToolCallAssembler(): {
  add(deltas: readonly ToolCallDelta[]): void;
  /** The calls so far, in order; then starts anew. */
  take(): readonly ToolCall[];
} {
  let drafts: Draft[] = [];
  const find = ({ index, id, function: called }: ToolCallDelta): Draft | undefined => {
    const sameId = id ? drafts.findLast((draft) => draft.id === id) : undefined;
    if (sameId) return sameId;
    if (typeof index === 'number') {
      const sameIndex = drafts.findLast((draft) => draft.index === index);
      return sameIndex && id && sameIndex.id !== '' ? undefined : sameIndex;
    }
    // Without index and id, a name begins a call and the rest continues it.
    return id || (called?.name && drafts.at(-1)?.name !== '') ? undefined : drafts.at(-1);
  };
  return {
    add(deltas) {
      for (const delta of deltas) {
        let draft = find(delta);
        if (!draft) {
          if (drafts.length >= callsMax) continue;
          draft = { index: delta.index ?? null, id: '', name: '', arguments: '' };
          drafts.push(draft);
        }
        const { name, arguments: piece } = delta.function ?? {};
        if (delta.id) draft.id = delta.id;
        // Repeated whole by some servers, in pieces by none.
        if (name) draft.name = name;
        if (typeof piece === 'string') draft.arguments += piece;
        else if (piece !== null && piece !== undefined) draft.arguments = JSON.stringify(piece);
        if (delta.extra_content !== undefined) draft.extra = { extra_content: delta.extra_content };
      }
    },
    take() {
      const calls = drafts
        .filter((draft) => draft.name !== '')
        .map(({ id, name, arguments: text, extra }, at) => ({
          id: id === '' ? `call_${at}` : id,
          name,
          arguments: text.trim() === '' ? '{}' : text,
          ...(extra === undefined ? {} : { extra }),
        }));
      drafts = [];
      return calls;
    },
  };
}

interface Draft {
  readonly index: number | null;
  id: string;
  name: string;
  arguments: string;
  extra?: Readonly<Record<string, unknown>>;
}

/** No model asks for more at once; a server that floods does. */
const callsMax = 256;
