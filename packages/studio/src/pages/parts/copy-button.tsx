import { useEffect, useState } from 'react';
import { copyText } from '../../start/copy-text.ts';
import { useText } from '../../text/text-context.tsx';
import { ToolButton } from './tool-button.tsx';

export function CopyButton({ text: copied }: { readonly text: string }) {
  const text = useText();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [isDone]);
  return (
    <ToolButton
      size="s"
      icon={isDone ? 'check' : 'copy'}
      label={text(isDone ? 'common.copied' : 'site.copyAnswer')}
      onClick={() =>
        void copyText(copied).then(
          () => setDone(true),
          () => {},
        )
      }
    />
  );
}
