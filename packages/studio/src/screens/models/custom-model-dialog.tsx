import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import styles from './models-screen.module.css';
import { modelKinds, useProviders, useRefreshModels, type ModelKindName } from './use-models.ts';

/** A model that its server does not list, or whose limits are known better here. */
export function CustomModelDialog({
  kind: firstKind,
  onClose,
}: {
  readonly kind: ModelKindName;
  readonly onClose: () => void;
}) {
  const text = useText();
  const client = useClient();
  const refresh = useRefreshModels();
  const providers = useProviders();
  const [kind, setKind] = useState(firstKind);
  const [provider, setProvider] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [contextTokens, setContextTokens] = useState('');
  const chosen = provider ?? providers.data?.data[0]?.id ?? null;
  const save = useMutation({
    mutationFn: () =>
      client.call('saveCustomModel', {
        body: {
          provider: chosen ?? '',
          name: name.trim(),
          kind,
          facts: contextTokens === '' ? {} : { contextTokens: Number(contextTokens) },
        },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('models.addModel')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button
            look="primary"
            busy={save.isPending}
            disabled={chosen === null || name.trim() === ''}
            onClick={() => save.mutate()}
          >
            {text('common.add')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        {providers.data?.data.length === 0 && (
          <Notice tone="warn">{text('models.providerFirst')}</Notice>
        )}
        <Field label={text('models.provider')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={chosen}
              onChange={setProvider}
              options={(providers.data?.data ?? []).map(({ id, name: label }) => ({
                value: id,
                label,
              }))}
            />
          )}
        </Field>
        <Field label={text('models.modelName')} hint={text('models.modelNameHint')} required>
          {(ids) => <TextInput {...ids} value={name} onChange={setName} maxLength={300} />}
        </Field>
        <Field label={text('models.kind')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={kind}
              onChange={setKind}
              options={modelKinds.map((value) => ({ value, label: text(`models.kind.${value}`) }))}
            />
          )}
        </Field>
        <Field label={text('models.contextLength')}>
          {(ids) => (
            <TextInput
              {...ids}
              type="number"
              min={1}
              value={contextTokens}
              onChange={setContextTokens}
            />
          )}
        </Field>
        {save.error && <Notice tone="danger">{errorWords(save.error, text)}</Notice>}
      </div>
    </Dialog>
  );
}
