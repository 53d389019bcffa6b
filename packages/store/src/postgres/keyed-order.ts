/** Runs tasks of the same key one after another, and all others at once. */
export type KeyedOrder = <T>(key: string | undefined, task: () => Promise<T>) => Promise<T>;

export function createKeyedOrder(): KeyedOrder {
  const tails = new Map<string, Promise<unknown>>();
  return (key, task) => {
    if (key === undefined) return task();
    const previous = tails.get(key);
    const result = previous ? previous.then(task) : task();
    // The next one runs whether this one succeeds or not.
    const tail: Promise<void> = result.then(forget, forget);
    function forget(): void {
      if (tails.get(key as string) === tail) tails.delete(key as string);
    }
    tails.set(key, tail);
    return result;
  };
}
