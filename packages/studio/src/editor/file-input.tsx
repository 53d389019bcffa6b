import { useRef, useState } from 'react';
import { useClient } from '../app/session.tsx';
import { formatBytes } from '../text/formats.ts';
import { useText, useTexts } from '../text/text-context.tsx';
import { Button } from '../ui/button.tsx';
import { errorWords } from '../ui/failure.tsx';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ProgressBar } from '../ui/loading.tsx';
import { TextInput } from '../ui/text-input.tsx';
import styles from './file-input.module.css';
import { filesOf, mappingOfAddress, mappingOfUpload, type FileMapping } from './file-mapping.ts';

interface FileInputProps {
  readonly value: unknown;
  /** One mapping or null; with `several` a list. */
  readonly onChange: (value: FileMapping | null | readonly FileMapping[]) => void;
  readonly several: boolean;
  readonly label: string;
  readonly filesMax?: number | null;
  /** For `<input accept>`. */
  readonly accept?: string | undefined;
  readonly allowsUpload?: boolean;
  readonly allowsAddress?: boolean;
  readonly id?: string | undefined;
}

/** Files for a run: uploaded here, or named by an address. */
export function FileInput({
  value,
  onChange,
  several,
  label,
  filesMax = null,
  accept,
  allowsUpload = true,
  allowsAddress = true,
  id,
}: FileInputProps) {
  const text = useText();
  const { language } = useTexts();
  const files = filesOf(value);
  const upload = useUpload((added) => give([...files, ...added]));
  const input = useRef<HTMLInputElement>(null);
  const [address, setAddress] = useState<string | null>(null);
  const isFull = several ? filesMax !== null && files.length >= filesMax : files.length > 0;
  const give = (next: readonly FileMapping[]): void =>
    onChange(several ? next : (next.at(-1) ?? null));
  const addAddress = (): void => {
    if (address === null || !/^https?:\/\/\S+$/i.test(address)) return;
    give([...files, mappingOfAddress(address)]);
    setAddress(null);
  };
  return (
    <div className={styles['files']}>
      {files.map((file, index) => (
        <div key={`${file.upload_file_id ?? file.url}`} className={styles['file']}>
          <Icon name={file.type === 'image' ? 'image' : 'document'} size={14} />
          <span className={styles['name']}>{file.name}</span>
          {file.size !== undefined && (
            <span className={styles['size']}>{formatBytes(file.size, language)}</span>
          )}
          <IconButton
            size="s"
            icon="close"
            label={text('editor.removeFile', { name: file.name })}
            onClick={() => give(files.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      {upload.share !== null && (
        <ProgressBar share={upload.share} label={text('editor.uploading')} />
      )}
      {upload.error !== null && (
        <p className={styles['error']} role="alert">
          {errorWords(upload.error, text)}
        </p>
      )}
      {!isFull && (
        <div className={styles['actions']}>
          {allowsUpload && (
            <>
              <input
                ref={input}
                id={id}
                type="file"
                className="only-heard"
                aria-label={label}
                accept={accept}
                multiple={several}
                onChange={(event) => {
                  void upload.start([...(event.target.files ?? [])]);
                  event.target.value = '';
                }}
              />
              <Button
                size="s"
                icon="upload"
                busy={upload.share !== null}
                onClick={() => input.current?.click()}
              >
                {text('editor.upload')}
              </Button>
            </>
          )}
          {allowsAddress && address === null && (
            <Button size="s" look="quiet" icon="link" onClick={() => setAddress('')}>
              {text('editor.fromAddress')}
            </Button>
          )}
        </div>
      )}
      {address !== null && !isFull && (
        <div className={styles['address']}>
          <TextInput
            value={address}
            onChange={setAddress}
            placeholder="https://"
            aria-label={text('editor.fileAddress')}
            autoFocus
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault();
                addAddress();
              }
            }}
          />
          <Button onClick={addAddress}>{text('common.add')}</Button>
        </div>
      )}
    </div>
  );
}

/** Uploads one file after the other; `share` is null while nothing is on its way. */
function useUpload(onDone: (files: readonly FileMapping[]) => void): {
  readonly share: number | null;
  readonly error: unknown;
  readonly start: (files: readonly File[]) => Promise<void>;
} {
  const client = useClient();
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  return {
    share,
    error,
    async start(files) {
      if (files.length === 0) return;
      setError(null);
      const done: FileMapping[] = [];
      try {
        for (const file of files) {
          const report = (part: number): void => setShare((done.length + part) / files.length);
          report(0);
          const uploaded = await client.upload('uploadFile', file, { onProgress: report });
          done.push(mappingOfUpload(uploaded));
        }
      } catch (thrown) {
        setError(thrown);
      } finally {
        setShare(null);
        if (done.length > 0) onDone(done);
      }
    },
  };
}
