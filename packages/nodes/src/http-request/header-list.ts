/** Request headers in order; a name stands for one value, whatever its case. */
export interface HeaderList {
  readonly entries: () => readonly (readonly [name: string, value: string])[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  remove(name: string): void;
}

/** An empty list. */
export function createHeaderList(): HeaderList {
  const headers = new Map<string, readonly [name: string, value: string]>();
  return {
    entries: () => [...headers.values()],
    has: (name) => headers.has(name.toLowerCase()),
    set: (name, value) => void headers.set(name.toLowerCase(), [name, value]),
    remove: (name) => void headers.delete(name.toLowerCase()),
  };
}
