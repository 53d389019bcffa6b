/**
 * When typing opens the variable picker: `/` where a word could begin, `{` anywhere, also in the
 * wide form of Chinese keyboards. What follows the sign is the search, until it cannot be one.
 */
export interface Trigger {
  /** Where the sign stands; all up to the caret is replaced when something is picked. */
  readonly from: number;
  readonly search: string;
}

/** The trigger that a text typed in front of the caret is; null for any other. */
export function triggerTyped(before: string, signs: string): { readonly length: number } | null {
  const sign = before.slice(-1);
  if (!signs.includes(sign)) return null;
  if (sign === '/') return wordBefore.test(before.slice(0, -1)) ? null : { length: 1 };
  return { length: before.endsWith('{{') ? 2 : 1 };
}

/** The trigger as it is now: `null` when the caret left it or the words cannot be a search. */
export function triggerAt(from: number, caret: number, text: string): Trigger | null {
  if (caret <= from) return null;
  const typed = text.slice(from, caret);
  const sign = /^(\/|[{\uff5b]{1,2})/.exec(typed)?.[0];
  if (sign === undefined) return null;
  const search = typed.slice(sign.length);
  return search.length > searchCharactersMax || /[\n{}]| {2}|^ /.test(search)
    ? null
    : { from, search };
}

const searchCharactersMax = 60;
// After these a slash is a part of something: an address, a fraction, a path, a closing tag.
const wordBefore = /[A-Za-z0-9_:/.<)\]}]$/;
