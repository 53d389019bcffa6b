import { useEffect, useRef, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import type { ChatMessage } from './chat-state.ts';

const lengthMax = 1500;

/** Tells readers who hear the page what was answered: once it is whole, not word by word. */
export function Spoken({ message }: { readonly message: ChatMessage | undefined }) {
  const text = useText();
  const waited = useRef<string | null>(null);
  const [words, setWords] = useState('');
  const status = message?.reply.status;
  useEffect(() => {
    if (!message) return;
    if (status === 'running') {
      waited.current = message.id;
      setWords(text('site.thinking'));
    } else if (waited.current !== null) {
      waited.current = null;
      const said = message.reply.error ?? message.reply.text;
      setWords(text('site.answered', { text: said.slice(0, lengthMax) }));
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a change of the status is told
  }, [status]);
  return (
    <div className="only-heard" role="status" aria-live="polite">
      {words}
    </div>
  );
}
