/** Small preferences of this browser. A browser that keeps nothing is no error: they last as long as the page. */
const kept = new Map<string, string>();
const prefix = 'outpost.';

export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name) ?? kept.get(name) ?? null;
  } catch {
    return kept.get(name) ?? null;
  }
}

export function store(name: string, value: string | null): void {
  if (value === null) kept.delete(name);
  else kept.set(name, value);
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // Kept in memory above.
  }
}
