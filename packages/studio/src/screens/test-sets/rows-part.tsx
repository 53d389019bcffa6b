import { formFieldsOf } from '@outpost/dsl';
import { isChatMode, type AppDocument, type FormField } from '@outpost/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallOutput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';
import { FormFieldControl } from '../../editor/form-field.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords, Failure } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextArea } from '../../ui/text-input.tsx';
import { shortText } from './model/short-text.ts';
import styles from './test-sets.module.css';

type Row = CallOutput<'listTestRows'>['data'][number];

const pageSize = 100;

/** The rows of a test set as a table. */
export function RowsPart({
  appId,
  testSetId,
  onChanged,
}: {
  readonly appId: string;
  readonly testSetId: string;
  readonly onChanged: () => Promise<unknown>;
}) {
  const text = useText();
  const client = useClient();
  const params = { appId, testSetId };
  const [page, setPage] = useState(1);
  const [edited, setEdited] = useState<Row | 'new' | null>(null);
  const { data, error } = useQuery({
    queryKey: ['test-rows', appId, testSetId, page],
    queryFn: ({ signal }) =>
      client.call('listTestRows', { params, query: { page, limit: pageSize }, signal }),
  });
  const { data: draft } = useQuery({
    queryKey: ['draft-form', appId],
    queryFn: ({ signal }) => client.call('readDraft', { params: { appId }, signal }),
  });
  const remove = useMutation({
    mutationFn: (id: string) => client.call('deleteTestRows', { params, body: { ids: [id] } }),
    onSuccess: onChanged,
  });
  if (error) return <Failure error={error} />;
  if (!data || !draft) return <Loading />;
  // The server has checked the document's shape.
  const document = draft.document as unknown as AppDocument;
  const fields = formFieldsOf(document);
  const hasQuery = isChatMode(document.profile.mode);
  return (
    <div className={styles['form']}>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th>#</th>
              {fields.map(({ name, label }) => (
                <th key={name}>{label}</th>
              ))}
              {hasQuery && <th>{text('tests.query')}</th>}
              <th>{text('tests.expected')}</th>
              <th aria-label={text('common.more')} />
            </tr>
          </thead>
          <tbody>
            {data.data.map((row) => (
              <tr key={row.id}>
                <td>{row.number}</td>
                {fields.map(({ name }) => (
                  <td key={name}>{shortText(row.inputs[name])}</td>
                ))}
                {hasQuery && <td>{shortText(row.query)}</td>}
                <td>{shortText(row.expected)}</td>
                <td>
                  <div className={styles['actions']}>
                    <IconButton
                      size="s"
                      icon="edit"
                      label={text('tests.editRow', { number: row.number })}
                      onClick={() => setEdited(row)}
                    />
                    <IconButton
                      size="s"
                      icon="trash"
                      label={text('tests.removeRow', { number: row.number })}
                      onClick={() => remove.mutate(row.id)}
                    />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles['actions']}>
        <Button icon="add" onClick={() => setEdited('new')}>
          {text('tests.addRow')}
        </Button>
        {data.total > pageSize && (
          <>
            <Button size="s" disabled={page === 1} onClick={() => setPage(page - 1)}>
              {text('common.back')}
            </Button>
            <Button
              size="s"
              disabled={page * pageSize >= data.total}
              onClick={() => setPage(page + 1)}
            >
              {text('common.more')}
            </Button>
          </>
        )}
      </div>
      {edited !== null && (
        <RowDialog
          {...params}
          row={edited === 'new' ? null : edited}
          fields={fields}
          hasQuery={hasQuery}
          onClose={() => setEdited(null)}
          onSaved={async () => {
            setEdited(null);
            await onChanged();
          }}
        />
      )}
    </div>
  );
}

function RowDialog({
  appId,
  testSetId,
  row,
  fields,
  hasQuery,
  onClose,
  onSaved,
}: {
  readonly appId: string;
  readonly testSetId: string;
  readonly row: Row | null;
  readonly fields: readonly FormField[];
  readonly hasQuery: boolean;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
}) {
  const text = useText();
  const client = useClient();
  const [inputs, setInputs] = useState<Readonly<Record<string, unknown>>>(row?.inputs ?? {});
  const [query, setQuery] = useState(row?.query ?? '');
  const [expected, setExpected] = useState(row?.expected ?? '');
  const save = useMutation({
    mutationFn: () =>
      client.call('saveTestRows', {
        params: { appId, testSetId },
        body: {
          rows: [
            {
              ...(row ? { id: row.id } : {}),
              inputs: { ...inputs },
              query,
              expected,
              // They came from the server as they are.
              checks: (row?.checks ?? null) as never,
            },
          ],
        },
      }),
    onSuccess: onSaved,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={row ? text('tests.editRow', { number: row.number }) : text('tests.addRow')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {text('common.save')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        {fields.map((field) => (
          <FormFieldControl
            key={field.name}
            field={field}
            value={inputs[field.name]}
            onChange={(value) => setInputs((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        {hasQuery && (
          <Field label={text('tests.query')} required>
            {(ids) => <TextArea {...ids} value={query} onChange={setQuery} />}
          </Field>
        )}
        <Field label={text('tests.expected')} hint={text('tests.expectedHint')}>
          {(ids) => <TextArea {...ids} value={expected} onChange={setExpected} />}
        </Field>
        {save.error !== null && <Notice tone="danger">{errorWords(save.error, text)}</Notice>}
      </div>
    </Dialog>
  );
}
