import { useCallback } from 'react';
import { isConsoleError } from '../api/console-error.ts';
import { useText } from '../text/text-context.tsx';

/** An error in words for a visitor: the server's own message where it sent one. */
export function useErrorWords(): (error: unknown) => string {
  const text = useText();
  return useCallback(
    (error) => {
      if (!isConsoleError(error)) return error instanceof Error ? error.message : String(error);
      if (error.code === 'unreachable') return text('common.unreachable');
      if (error.code === 'foreign_answer')
        return text('common.foreignAnswer', { status: error.status });
      return error.message;
    },
    [text],
  );
}
