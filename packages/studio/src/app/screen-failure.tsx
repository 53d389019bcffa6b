import { Link } from '@tanstack/react-router';
import { useText } from '../text/text-context.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { errorWords } from '../ui/failure.tsx';
import { LighthousePicture } from '../ui/illustrations.tsx';
import { Button } from '../ui/button.tsx';

export function NotFound() {
  const text = useText();
  return (
    <EmptyState
      picture={<LighthousePicture />}
      title={text('common.notFound')}
      actions={<Link to="/apps">{text('common.toApps')}</Link>}
    >
      {text('common.notFoundWords')}
    </EmptyState>
  );
}

/** A fault in one screen: the rest of the studio stays, and nothing that was saved is lost. */
export function ScreenFailure({
  error,
  reset,
}: {
  readonly error: unknown;
  readonly reset: () => void;
}) {
  const text = useText();
  return (
    <EmptyState
      picture={<LighthousePicture />}
      title={text('common.somethingBroke')}
      actions={<Button onClick={reset}>{text('common.tryAgain')}</Button>}
    >
      {errorWords(error, text)}
    </EmptyState>
  );
}
