import { createContext, Script } from 'node:vm';

/** `timed-out` when the call was ended because it took too long. */
export type CallResult<T> = { readonly value: T } | 'timed-out';

/**
 * Runs a computation that outsiders shaped, such as a search with a pattern of theirs, and ends it
 * when it takes too long: V8 stops whatever this thread is doing, a regular expression included.
 * Only for pure computations, which may be left half done.
 */
export function callWithin<T>(timeoutMs: number, compute: () => T): CallResult<T> {
  let value: { readonly value: T } | null = null;
  context['run'] = () => {
    value = { value: compute() };
  };
  try {
    script.runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return 'timed-out';
    throw error;
  } finally {
    context['run'] = null;
  }
  return value ?? 'timed-out';
}

const context: Record<string, unknown> = createContext(Object.create(null));
const script = new Script('run()');
