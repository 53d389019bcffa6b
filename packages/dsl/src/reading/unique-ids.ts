/** Hands out ids that nobody has: the wanted one, or the wanted one with a number. */
export function createUniqueIds(taken: Iterable<string> = []): (wanted: string) => string {
  const used = new Set(taken);
  // Remembered so that a thousand equal ids cost a thousand steps, not a million.
  const numbers = new Map<string, number>();
  return (wanted) => {
    let id = wanted;
    for (let number = numbers.get(wanted) ?? 2; used.has(id); number += 1) {
      id = `${wanted}_${number}`;
      numbers.set(wanted, number + 1);
    }
    used.add(id);
    return id;
  };
}
