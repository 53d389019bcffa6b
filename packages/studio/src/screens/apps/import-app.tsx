import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type DragEvent } from 'react';
import type { CallInput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { ImportReportView, type ImportAnswer } from './import-report-view.tsx';
import styles from './new-app-dialog.module.css';

const fileBytesMax = 10 * 1024 * 1024;

/** An app from a file or an address: first the report of what is missing here, then the import. */
export function ImportApp({
  file,
  onMade,
}: {
  readonly file: File | null;
  readonly onMade: (appId: string) => void;
}) {
  const text = useText();
  const client = useClient();
  const [isOver, setIsOver] = useState(false);
  const [url, setUrl] = useState('');
  const check = useMutation({
    mutationFn: async (source: File | string) => {
      const content = typeof source === 'string' ? await fetchContent(source) : await read(source);
      const answer: ImportAnswer = await client.call('checkAppFile', { body: { content } });
      return { content, answer };
    },
  });
  const make = useMutation({
    mutationFn: (body: CallInput<'importApp'>['body']) => client.call('importApp', { body }),
    onSuccess: ({ app }) => onMade(app.id),
  });
  const fetchContent = async (address: string): Promise<string> =>
    (await client.call('fetchAppFile', { body: { url: address } })).content;
  const read = async (source: File): Promise<string> => {
    if (source.size > fileBytesMax) throw new Error(text('apps.fileTooLarge'));
    return await source.text();
  };
  const { mutate } = check;
  useEffect(() => {
    if (file) mutate(file);
  }, [file, mutate]);

  if (check.isPending) return <Loading />;
  if (check.data)
    return (
      <div className={styles['part']}>
        {make.error && <Notice tone="danger">{errorWords(make.error, text)}</Notice>}
        <ImportReportView
          answer={check.data.answer}
          busy={make.isPending}
          onBack={() => {
            check.reset();
            make.reset();
          }}
          onImport={(mapping) => make.mutate({ content: check.data.content, mapping })}
        />
      </div>
    );
  return (
    <div className={styles['part']}>
      {check.error && <Notice tone="danger">{errorWords(check.error, text)}</Notice>}
      <div
        className={styles['drop']}
        data-over={isOver || undefined}
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          event.stopPropagation();
          setIsOver(false);
          const dropped = event.dataTransfer.files[0];
          if (dropped) check.mutate(dropped);
        }}
      >
        <Icon name="upload" size={20} />
        <p>{text('apps.dropFile')}</p>
        <FileButton label={text('apps.chooseFile')} onFile={(chosen) => check.mutate(chosen)} />
      </div>
      <form
        className={styles['line']}
        onSubmit={(event) => {
          event.preventDefault();
          check.mutate(url.trim());
        }}
      >
        <Field label={text('apps.orAddress')}>
          {(ids) => (
            <TextInput
              {...ids}
              type="url"
              required
              value={url}
              onChange={setUrl}
              placeholder="https://git.example.com/apps/assistant.yml"
            />
          )}
        </Field>
        <Button type="submit">{text('apps.fetch')}</Button>
      </form>
    </div>
  );
}

function FileButton({
  label,
  onFile,
}: {
  readonly label: string;
  readonly onFile: (file: File) => void;
}) {
  const choose = (): void => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.yml,.yaml,.json';
    input.onchange = () => {
      const chosen = input.files?.[0];
      if (chosen) onFile(chosen);
    };
    input.click();
  };
  return <Button onClick={choose}>{label}</Button>;
}
