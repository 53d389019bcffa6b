/** Finding things by a few letters. */

/**
 * The items that fit, the best first; with nothing asked for, all in their order. Names that come
 * earlier in the list count more.
 */
export function rankBy<Item>(
  items: readonly Item[],
  query: string,
  namesOf: (item: Item) => readonly string[],
): readonly Item[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return items;
  const scored = items.flatMap((item) => {
    const scores = namesOf(item).map((name, index) => fit(name.toLowerCase(), wanted) - index * 2);
    const score = Math.max(...scores);
    return score > 0 ? [{ item, score }] : [];
  });
  return scored.toSorted((a, b) => b.score - a.score).map(({ item }) => item);
}

/** 0 = does not fit; 100 = is it. All letters must be there, in their order. */
function fit(name: string, wanted: string): number {
  if (name === wanted) return 100;
  if (name.startsWith(wanted)) return 90;
  const at = name.indexOf(wanted);
  if (at > 0) return /[\s\-_/]/.test(name[at - 1] ?? '') ? 80 : 60;
  if (wanted.length < 2) return 0;
  const initials = name
    .split(/[\s\-_/]+/)
    .map((word) => word[0] ?? '')
    .join('');
  if (initials.startsWith(wanted)) return 70;
  let from = 0;
  let gaps = 0;
  for (const letter of wanted) {
    const found = name.indexOf(letter, from);
    if (found < 0) return 0;
    if (found > from && from > 0) gaps += found - from;
    from = found + 1;
  }
  // Letters strewn over a long sentence mean nothing.
  return gaps > wanted.length * 3 ? 0 : Math.max(12, 40 - gaps);
}
