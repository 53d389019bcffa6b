import { isConsoleError } from '../api/console-error.ts';
import { useText, type Translate } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { LighthousePicture } from './illustrations.tsx';

/** An error in words for a person: the server's own message where it sent one. */
export function errorWords(error: unknown, text: Translate): string {
  if (isConsoleError(error)) {
    if (error.code === 'unreachable') return text('common.unreachable');
    if (error.code === 'foreign_answer')
      return text('common.foreignAnswer', { status: error.status });
    return error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

/** A view that could not be shown, with a way to try again. */
export function Failure({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}) {
  const text = useText();
  return (
    <EmptyState
      picture={<LighthousePicture />}
      title={text('common.notShown')}
      actions={onRetry && <Button onClick={onRetry}>{text('common.tryAgain')}</Button>}
    >
      {errorWords(error, text)}
    </EmptyState>
  );
}
