import { useMutation } from '@tanstack/react-query';
import type { AppMode } from '@outpost/contracts';
import { useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { appKinds } from './app-kinds.ts';
import styles from './new-app-dialog.module.css';

export function BlankApp({ onMade }: { readonly onMade: (appId: string) => void }) {
  const text = useText();
  const client = useClient();
  const [mode, setMode] = useState<AppMode>('workflow');
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () =>
      client.call('createApp', { body: { name: name.trim() || text('apps.untitled'), mode } }),
    onSuccess: (app) => onMade(app.id),
  });
  return (
    <form
      className={styles['part']}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <div className={styles['cards']} role="radiogroup" aria-label={text('apps.kind')}>
        {appKinds.map((kind) => (
          <button
            key={kind.mode}
            type="button"
            role="radio"
            aria-checked={mode === kind.mode}
            className={styles['card']}
            onClick={() => setMode(kind.mode)}
          >
            <Icon name={kind.icon} size={20} />
            <span className={styles['cardWords']}>
              <span className={styles['cardName']}>{text(kind.name)}</span>
              <span className={styles['cardHint']}>{text(kind.words)}</span>
            </span>
          </button>
        ))}
      </div>
      <Field label={text('apps.name')}>
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus
            value={name}
            onChange={setName}
            maxLength={200}
            placeholder={text('apps.untitled')}
          />
        )}
      </Field>
      {make.error && <Notice tone="danger">{errorWords(make.error, text)}</Notice>}
      <div className={styles['actions']}>
        <Button type="submit" look="primary" busy={make.isPending}>
          {text('common.create')}
        </Button>
      </div>
    </form>
  );
}
