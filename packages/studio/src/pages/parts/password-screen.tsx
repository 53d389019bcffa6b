import type { SiteInfo } from '@outpost/contracts';
import { useState, type FormEvent } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { SiteIcon } from './site-icon.tsx';
import styles from './screens.module.css';

interface PasswordScreenProps {
  readonly site: SiteInfo;
  readonly base: URL;
  /** What was wrong with the last try. */
  readonly fault: string;
  readonly onEnter: (password: string) => Promise<void>;
}

export function PasswordScreen({ site, base, fault, onEnter }: PasswordScreenProps) {
  const text = useText();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    void onEnter(password).finally(() => setBusy(false));
  };
  return (
    <main className={styles['screen']}>
      <SiteIcon site={site} base={base} size={64} />
      <h1 className={styles['title']}>{site.title}</h1>
      <p className={styles['words']}>{text('site.passwordWords')}</p>
      <form className={styles['password']} onSubmit={send}>
        <Field label={text('site.password')} error={fault}>
          {(ids) => (
            <TextInput
              {...ids}
              type="password"
              size="l"
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
              autoFocus
              required
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="l" busy={busy}>
          {text('site.enter')}
        </Button>
      </form>
    </main>
  );
}
