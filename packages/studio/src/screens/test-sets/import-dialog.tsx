import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CallOutput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Checkbox } from '../../ui/switch.tsx';
import { decodeText } from './model/decode-text.ts';
import styles from './test-sets.module.css';

type Reading = CallOutput<'importTestRows'>;

/** Rows from a CSV file: which column is what, what is wrong with which line. */
export function ImportDialog({
  appId,
  testSetId,
  onClose,
  onDone,
}: {
  readonly appId: string;
  readonly testSetId: string;
  readonly onClose: () => void;
  readonly onDone: () => Promise<unknown>;
}) {
  const text = useText();
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [csv, setCsv] = useState<string | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const [replace, setReplace] = useState(false);
  const send = (given: string, mapping: Reading['mapping'] | undefined, dryRun: boolean) =>
    client.call('importTestRows', {
      params: { appId, testSetId },
      // A mapping is what the server gave, with other targets of its kinds.
      body: { csv: given, replace, dryRun, ...(mapping ? { mapping: mapping as never } : {}) },
    });
  const look = useMutation({
    mutationFn: ({ given, mapping }: { given: string; mapping?: Reading['mapping'] }) =>
      send(given, mapping, true),
    onSuccess: setReading,
  });
  const save = useMutation({
    mutationFn: () => send(csv ?? '', reading?.mapping, false),
    async onSuccess() {
      await onDone();
      onClose();
    },
  });
  const error = look.error ?? save.error;
  const targets = [
    { value: 'nothing', label: text('tests.toNothing') },
    { value: 'query', label: text('tests.query') },
    { value: 'expected', label: text('tests.expected') },
  ];
  return (
    <Dialog
      open
      size="l"
      onClose={onClose}
      title={text('tests.import')}
      description={text('tests.importWords')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button
            look="primary"
            busy={save.isPending}
            disabled={!reading || reading.accepted === 0}
            onClick={() => save.mutate()}
          >
            {text('tests.importRows', { count: reading?.accepted ?? 0 })}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          className="only-heard"
          aria-label={text('tests.csvFile')}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            void file?.arrayBuffer().then((bytes) => {
              const given = decodeText(new Uint8Array(bytes));
              setCsv(given);
              look.mutate({ given });
            });
          }}
        />
        <Button icon="upload" busy={look.isPending} onClick={() => input.current?.click()}>
          {text('tests.csvFile')}
        </Button>
        {error && <Notice tone="danger">{errorWords(error, text)}</Notice>}
        {reading && (
          <>
            {reading.columns.map((column) => {
              const target = reading.mapping[column] ?? { to: 'nothing' };
              const inputName = target['to'] === 'input' ? (target['name'] ?? '') : null;
              return (
                <div key={column} className={styles['actions']}>
                  <code className={styles['grow']}>{column}</code>
                  <Select
                    label={column}
                    value={inputName === null ? (target['to'] ?? 'nothing') : `input ${inputName}`}
                    options={[
                      ...targets,
                      {
                        value: `input ${inputName ?? column}`,
                        label: text('tests.toInput', { name: inputName ?? column }),
                      },
                    ]}
                    onChange={(to) => {
                      const next: Record<string, string> = to.startsWith('input ')
                        ? { to: 'input', name: to.slice('input '.length) }
                        : { to };
                      look.mutate({
                        given: csv ?? '',
                        mapping: { ...reading.mapping, [column]: next },
                      });
                    }}
                  />
                </div>
              );
            })}
            {reading.problemCount > 0 && (
              <Notice tone="warn" title={text('tests.badRows', { count: reading.problemCount })}>
                <ul className={styles['problems']}>
                  {reading.problems.map(({ line, message }) => (
                    <li key={line}>{text('tests.badRow', { line, message })}</li>
                  ))}
                </ul>
              </Notice>
            )}
            <Checkbox label={text('tests.replace')} checked={replace} onChange={setReplace} />
          </>
        )}
      </div>
    </Dialog>
  );
}
