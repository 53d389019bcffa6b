import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useTexts } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea, TextInput } from '../../ui/text-input.tsx';
import styles from './models-screen.module.css';
import { ProbeView } from './probe-view.tsx';
import { useProbe } from './use-probe.ts';
import { useRefreshModels, type Provider, type ProviderManifest } from './use-models.ts';

interface ProviderDialogProps {
  readonly manifests: readonly ProviderManifest[];
  /** Null adds one. */
  readonly provider: Provider | null;
  readonly onClose: () => void;
}

/** Adds or changes a provider. The check tries the server step by step before anything is stored. */
export function ProviderDialog({ manifests, provider, onClose }: ProviderDialogProps) {
  const { text, language } = useTexts();
  const client = useClient();
  const refresh = useRefreshModels();
  const probe = useProbe();
  const [type, setType] = useState(provider?.providerId ?? 'openai-compatible');
  const [name, setName] = useState(provider?.name ?? '');
  const [enabled, setEnabled] = useState(provider?.enabled ?? true);
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>(
    provider?.settings ?? {},
  );
  const manifest = useMemo(() => manifests.find(({ id }) => id === type), [manifests, type]);
  const filled = useMemo(
    () =>
      Object.fromEntries(
        (manifest?.fields ?? [])
          .map((field) => [field.name, settings[field.name] ?? field.default ?? ''] as const)
          .filter(([, value]) => value !== ''),
      ),
    [manifest, settings],
  );
  const missing = (manifest?.fields ?? []).filter(
    (field) => field.required && (filled[field.name] ?? '') === '',
  );
  const save = useMutation({
    mutationFn: () =>
      client.call('saveProvider', {
        body: {
          ...(provider ? { id: provider.id } : {}),
          providerId: type,
          ...(name.trim() === '' ? {} : { name: name.trim() }),
          enabled,
          settings: probe.report ? { ...filled, baseUrl: probe.report.baseUrl } : filled,
          ...(probe.report ? { dialect: { ...probe.report.dialect } } : {}),
        },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const change = (field: string, value: string): void => {
    setSettings({ ...settings, [field]: value });
    // What was found out is true of the settings that were tried only.
    probe.reset();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sheet"
      title={provider ? text('models.change', { name: provider.name }) : text('models.addProvider')}
      actions={
        <>
          <Button
            icon="test"
            busy={probe.isRunning}
            disabled={missing.length > 0}
            onClick={() => void probe.run({ providerId: type, settings: filled })}
          >
            {text('models.check')}
          </Button>
          <Button
            look="primary"
            busy={save.isPending}
            disabled={missing.length > 0}
            onClick={() => save.mutate()}
          >
            {text('common.save')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <Field label={text('models.provider')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={type}
              disabled={provider !== null}
              onChange={(next) => {
                setType(next);
                probe.reset();
              }}
              options={manifests.map(({ id, name: title }) => ({
                value: id,
                label: title[language],
              }))}
            />
          )}
        </Field>
        <Field label={text('models.nameHere')} hint={text('models.nameHereHint')}>
          {(ids) => (
            <TextInput
              {...ids}
              value={name}
              onChange={setName}
              maxLength={80}
              placeholder={manifest?.name[language] ?? ''}
            />
          )}
        </Field>
        {manifest?.fields.map((field) => (
          <Field
            key={field.name}
            label={field.label[language]}
            required={field.required}
            hint={field.type === 'secret' ? text('models.keysHint') : undefined}
          >
            {(ids) =>
              field.options ? (
                <Select
                  id={ids.id}
                  value={settings[field.name] ?? field.default ?? null}
                  onChange={(value) => change(field.name, value)}
                  options={field.options.map((value) => ({ value, label: value }))}
                />
              ) : field.type === 'secret' ? (
                <TextArea
                  {...ids}
                  rows={1}
                  autoComplete="off"
                  spellCheck={false}
                  value={settings[field.name] ?? ''}
                  onChange={(value) => change(field.name, value)}
                />
              ) : (
                <TextInput
                  {...ids}
                  type={field.type === 'url' ? 'url' : 'text'}
                  value={settings[field.name] ?? field.default ?? ''}
                  onChange={(value) => change(field.name, value)}
                />
              )
            }
          </Field>
        ))}
        <Field label={text('models.inUse')}>
          {(ids) => <Switch {...ids} checked={enabled} onChange={setEnabled} />}
        </Field>
        {save.error && <Notice tone="danger">{errorWords(save.error, text)}</Notice>}
        <ProbeView probe={probe} />
      </div>
    </Dialog>
  );
}
