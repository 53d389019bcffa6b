import { useLayoutEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import type { AttachedFile } from '../form-values.ts';
import { useErrorWords } from '../use-error-words.ts';
import { useVisit } from '../visit-context.ts';
import { AttachedList } from './attached-list.tsx';
import styles from './composer.module.css';
import { ToolButton } from './tool-button.tsx';
import { useAttachments } from './use-attachments.ts';
import { useRecorder } from './use-recorder.ts';

interface ComposerProps {
  readonly ref: Ref<HTMLTextAreaElement>;
  readonly isAnswering: boolean;
  /** False when it was not taken: then the words stay. */
  readonly onAsk: (query: string, files: readonly AttachedFile[]) => Promise<boolean>;
  readonly onStop: () => void;
}

const queryLengthMax = 200_000;

/** Where a visitor writes, speaks and attaches files. */
export function Composer({ ref, isAnswering, onAsk, onStop }: ComposerProps) {
  const text = useText();
  const words = useErrorWords();
  const { client, site, parameters } = useVisit();
  const [query, setQuery] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const attachments = useAttachments(parameters.attachments);
  const recorder = useRecorder((file) => {
    client.upload('transcribe', file).then(
      ({ text: heard }) => setQuery((before) => (before === '' ? heard : `${before} ${heard}`)),
      (error: unknown) => setFault(words(error)),
    );
  });
  const { attached, isBusy } = attachments;
  const mayAsk = query.trim() !== '' && !isAnswering && !isBusy;

  useLayoutEffect(() => {
    if (!area.current) return;
    area.current.style.height = 'auto';
    // Nothing has a height in a frame that is not shown yet.
    const { scrollHeight } = area.current;
    if (scrollHeight > 0) area.current.style.height = `${scrollHeight}px`;
  }, [query]);

  const ask = async (): Promise<void> => {
    if (!mayAsk) return;
    const [written, files] = [query, attachments.files];
    setFault(null);
    setQuery('');
    attachments.clear();
    if (await onAsk(written, files)) return;
    setQuery((now) => now || written);
    attachments.restore(attached);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends a word of an input method sends nothing.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void ask();
  };
  const said = fault ?? attachments.fault;
  return (
    <div
      className={styles['composer']}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        attachments.add([...event.dataTransfer.files]);
      }}
    >
      {said !== null && (
        <p className={styles['fault']} role="alert">
          {said}
        </p>
      )}
      <AttachedList attached={attached} onRemove={attachments.remove} />
      <textarea
        ref={(element) => {
          area.current = element;
          if (typeof ref === 'function') ref(element);
          else if (ref) ref.current = element;
        }}
        className={styles['area']}
        rows={1}
        value={query}
        maxLength={queryLengthMax}
        aria-label={text('site.askLabel')}
        placeholder={site.placeholder || text('site.ask')}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0 || !attachments.isPossible) return;
          event.preventDefault();
          attachments.add(files);
        }}
      />
      <div className={styles['tools']}>
        {attachments.isPossible && (
          <>
            <input
              ref={picker}
              type="file"
              hidden
              multiple
              accept={attachments.accept}
              onChange={(event) => {
                attachments.add([...(event.target.files ?? [])]);
                event.target.value = '';
              }}
            />
            <ToolButton
              icon="attach"
              label={text('site.addFile')}
              onClick={() => picker.current?.click()}
            />
          </>
        )}
        {parameters.speechToText && recorder.isPossible && (
          <ToolButton
            icon={recorder.isRecording ? 'stop' : 'microphone'}
            label={text(recorder.isRecording ? 'site.recordStop' : 'site.record')}
            aria-pressed={recorder.isRecording}
            className={classNames(recorder.isRecording && styles['recording'])}
            onClick={() => {
              if (recorder.isRecording) recorder.stop();
              else recorder.start().catch((error: unknown) => setFault(words(error)));
            }}
          />
        )}
        <span className={styles['space']} />
        <button
          type="button"
          className={styles['send']}
          aria-label={text(isAnswering ? 'site.stop' : 'site.send')}
          title={text(isAnswering ? 'site.stop' : 'site.send')}
          disabled={!isAnswering && !mayAsk}
          onClick={() => (isAnswering ? onStop() : void ask())}
        >
          <Icon name={isAnswering ? 'stop' : 'arrowUp'} size={18} />
        </button>
      </div>
    </div>
  );
}
