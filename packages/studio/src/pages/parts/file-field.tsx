import type { FormField } from '@outpost/contracts';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import type { ControlIds } from '../../ui/field.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import type { FieldValue } from '../form-values.ts';
import { AttachedList } from './attached-list.tsx';
import styles from './files.module.css';
import { useAttachments } from './use-attachments.ts';

interface FileFieldProps {
  readonly ids: ControlIds;
  readonly field: FormField;
  readonly onChange: (files: FieldValue) => void;
}

const countMaxDefault = 5;

/** One file or several, chosen, dropped, or named by their address. */
export function FileField({ ids, field, onChange }: FileFieldProps) {
  const text = useText();
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { accepts, type, lengthMax } = field;
  const countMax = type === 'file' ? 1 : (lengthMax ?? countMaxDefault);
  const attachments = useAttachments(accepts && { ...accepts, countMax });
  const { files } = attachments;
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- told when the files change, not the listener
  useEffect(() => onChange(files), [files]);
  return (
    <div className={styles['field']}>
      {accepts?.local && (
        <div
          className={styles['drop']}
          data-over={isOver || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            attachments.add([...event.dataTransfer.files]);
          }}
        >
          <input
            ref={picker}
            type="file"
            hidden
            multiple={type === 'files'}
            accept={attachments.accept}
            onChange={(event) => {
              attachments.add([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          <Button id={ids.id} icon="upload" size="s" onClick={() => picker.current?.click()}>
            {text('site.chooseFile')}
          </Button>
          {accepts.types.length > 0 && (
            <span className={styles['dropWords']}>
              {text('site.takesFiles', {
                kinds: [
                  ...accepts.types.filter((kind) => kind !== 'custom'),
                  ...accepts.extensions,
                ].join(', '),
              })}
            </span>
          )}
        </div>
      )}
      {accepts?.remote && (
        <AddressLine
          id={accepts.local ? undefined : ids.id}
          onAdd={(url) => attachments.addAddress(url)}
        />
      )}
      <AttachedList attached={attachments.attached} onRemove={attachments.remove} />
      {attachments.fault !== null && (
        <p className={styles['fault']} role="alert">
          {attachments.fault}
        </p>
      )}
    </div>
  );
}

function AddressLine({
  id,
  onAdd,
}: {
  readonly id: string | undefined;
  readonly onAdd: (url: string) => void;
}) {
  const text = useText();
  const [url, setUrl] = useState('');
  const add = (): void => {
    if (!/^https?:\/\/\S+$/i.test(url.trim())) return;
    onAdd(url.trim());
    setUrl('');
  };
  return (
    <div className={styles['address']}>
      <TextInput
        {...(id === undefined ? {} : { id })}
        type="url"
        value={url}
        onChange={setUrl}
        aria-label={text('site.addAddress')}
        placeholder={text('site.addressHint')}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Button onClick={add} disabled={url.trim() === ''}>
        {text('common.add')}
      </Button>
    </div>
  );
}
