/**
 * The messages of a conversation as a tree: a question asked anew, or answered anew, is a sibling of
 * the first. A reader sees one thread, from the root to a leaf, and steps between siblings.
 */

/** Stands where a message would name the one it followed: it began its thread. */
export const noParent = '00000000-0000-0000-0000-000000000000';

export interface ThreadMessage {
  readonly id: string;
  /** Null = the one before it in the list. */
  readonly parentId: string | null;
}

export interface ThreadEntry<Message extends ThreadMessage> {
  readonly message: Message;
  /** The id of the message that this one followed, `noParent` for none. */
  readonly parentId: string;
  /** All that followed the same message, in order of time; the message itself is one of them. */
  readonly siblings: readonly Message[];
}

/**
 * The thread to show. `chosen` says which of several siblings, by the message that they followed;
 * the newest where it says nothing.
 */
export function threadOf<Message extends ThreadMessage>(
  messages: readonly Message[],
  chosen: Readonly<Record<string, string>>,
): readonly ThreadEntry<Message>[] {
  const children = childrenOf(messages);
  const thread: ThreadEntry<Message>[] = [];
  const seen = new Set<string>();
  let parentId = noParent;
  for (;;) {
    const siblings = children.get(parentId) ?? [];
    const message = siblings.find(({ id }) => id === chosen[parentId]) ?? siblings.at(-1);
    if (!message || seen.has(message.id)) return thread;
    seen.add(message.id);
    thread.push({ message, parentId, siblings });
    parentId = message.id;
  }
}

function childrenOf<Message extends ThreadMessage>(
  messages: readonly Message[],
): ReadonlyMap<string, readonly Message[]> {
  const known = new Set(messages.map(({ id }) => id));
  const children = new Map<string, Message[]>();
  let before: string | null = null;
  for (const message of messages) {
    const said = message.parentId ?? before ?? noParent;
    // Of a long conversation only the newest pages are here: its oldest message here is the first.
    const parentId = said === noParent || known.has(said) ? said : noParent;
    children.set(parentId, [...(children.get(parentId) ?? []), message]);
    before = message.id;
  }
  return children;
}
