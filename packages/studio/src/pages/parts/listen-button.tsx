import { useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { useVisit } from '../visit-context.ts';
import { ToolButton } from './tool-button.tsx';

interface ListenButtonProps {
  readonly messageId: string;
  /** Begins without being asked, where the browser lets it. */
  readonly startsItself: boolean;
}

/** Answers that were there when the page was opened do not begin to speak. */
const openedAt = Date.now();
const spoken = new Set<string>();

/** Reads an answer aloud. */
export function ListenButton({ messageId, startsItself }: ListenButtonProps) {
  const text = useText();
  const { client } = useVisit();
  const [state, setState] = useState<'silent' | 'loading' | 'speaking'>('silent');
  const audio = useRef<HTMLAudioElement | null>(null);
  const attempt = useRef<AbortController | null>(null);

  const stop = useCallback((): void => {
    attempt.current?.abort();
    audio.current?.pause();
    if (audio.current) URL.revokeObjectURL(audio.current.src);
    audio.current = null;
    setState('silent');
  }, []);
  const start = useCallback(async (): Promise<void> => {
    attempt.current = new AbortController();
    const { signal } = attempt.current;
    setState('loading');
    try {
      const answer = await client.call('speak', { params: { messageId }, signal });
      const player = new Audio(URL.createObjectURL(await answer.blob()));
      if (signal.aborted) return;
      audio.current = player;
      player.addEventListener('ended', stop);
      player.addEventListener('error', stop);
      await player.play();
      setState('speaking');
    } catch {
      // No voice, or the browser wants a click first: the button is still there.
      if (!signal.aborted) stop();
    }
  }, [client, messageId, stop]);

  useEffect(() => stop, [stop]);
  const isNew = Date.now() - openedAt > 1500;
  useEffect(() => {
    if (!startsItself || !isNew || spoken.has(messageId)) return;
    spoken.add(messageId);
    void start();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the answer is there
  }, []);
  return (
    <ToolButton
      size="s"
      icon={state === 'silent' ? 'speaker' : 'stop'}
      label={text(state === 'silent' ? 'site.listen' : 'site.listenStop')}
      aria-busy={state === 'loading'}
      onClick={() => (state === 'silent' ? void start() : stop())}
    />
  );
}
