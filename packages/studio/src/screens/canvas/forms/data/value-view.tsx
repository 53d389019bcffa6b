import { useState } from 'react';
import { filesOf } from '../../../../editor/file-mapping.ts';
import { textOfValue } from '../../../../editor/value-text.ts';
import { useConsole } from '../../../../app/session.tsx';
import { copyText } from '../../../../ui/copy-text.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Icon } from '../../../../ui/icon.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { useToast } from '../../../../ui/toast.tsx';
import styles from './node-data.module.css';

const charactersShown = 1200;

/** A value to read: texts as they are, files as links, everything else as JSON. Long ones unfold. */
export function ValueView({ value, label }: { readonly value: unknown; readonly label?: string }) {
  const text = useText();
  const toast = useToast();
  const [isWhole, setWhole] = useState(false);
  const files = filesOf(value);
  const isFiles = files.length > 0 && (!Array.isArray(value) || files.length === value.length);
  if (isFiles) return <FileLinks value={value} />;
  const written = textOfValue(value);
  if (written === '')
    return (
      <p className={styles['nothing']}>
        {text(value === null || value === undefined ? 'forms.valueNone' : 'forms.valueEmpty')}
      </p>
    );
  const isLong = written.length > charactersShown;
  return (
    <div className={styles['value']}>
      <pre className={styles['text']} aria-label={label} tabIndex={0}>
        {isLong && !isWhole ? `${written.slice(0, charactersShown)}…` : written}
      </pre>
      <div className={styles['tools']}>
        {isLong && (
          <button type="button" className={styles['more']} onClick={() => setWhole(!isWhole)}>
            {text(isWhole ? 'forms.showLess' : 'forms.showAll', { count: written.length })}
          </button>
        )}
        <IconButton
          size="s"
          icon="copy"
          label={text('common.copy')}
          onClick={() =>
            void copyText(written).then(
              (done) => done && toast({ tone: 'good', message: text('common.copied') }),
            )
          }
        />
      </div>
    </div>
  );
}

function FileLinks({ value }: { readonly value: unknown }) {
  const { base } = useConsole();
  return (
    <ul className={styles['files']}>
      {filesOf(value).map((file) => {
        const address =
          file.url ??
          (file.upload_file_id === undefined
            ? undefined
            : new URL(`console/api/files/${file.upload_file_id}`, base).href);
        return (
          <li key={file.upload_file_id ?? file.url ?? file.name}>
            <a href={address} target="_blank" rel="noreferrer">
              <Icon name={file.type === 'image' ? 'image' : 'document'} size={14} />
              {file.name}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
