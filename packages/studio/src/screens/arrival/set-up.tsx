import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient, useSetSession } from '../../app/session.tsx';
import { useTexts } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { makeFirstApp } from './make-first-app.ts';
import { ArrivalFrame } from './arrival-frame.tsx';
import styles from './arrival-frame.module.css';

/** Makes the first account with the one-time token that stands behind the `#` of the address. */
export function SetUpScreen() {
  const { text, language } = useTexts();
  const client = useClient();
  const setSession = useSetSession();
  const navigate = useNavigate();
  // Read once: signing in must not depend on what the router makes of the address.
  const [token] = useState(() => window.location.hash.slice(1));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const setUp = useMutation({
    mutationFn: () => client.call('setUp', { body: { token, name, password, language } }),
    onSuccess: async (session) => {
      setSession(session);
      await makeFirstApp(client, language);
      void navigate({ to: '/apps', hash: '', replace: true });
    },
  });
  if (token === '')
    return (
      <ArrivalFrame title={text('setUp.tokenMissing')} words={text('setUp.tokenMissingWords')}>
        <p />
      </ArrivalFrame>
    );
  return (
    <ArrivalFrame title={text('setUp.title')} words={text('setUp.words')}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <Field label={text('setUp.name')}>
          {(ids) => (
            <TextInput
              {...ids}
              size="l"
              name="username"
              value={name}
              onChange={setName}
              autoComplete="username"
              autoFocus
              required
              maxLength={80}
            />
          )}
        </Field>
        <Field label={text('setUp.password')} hint={text('setUp.passwordHint')}>
          {(ids) => (
            <TextInput
              {...ids}
              size="l"
              type="password"
              name="password"
              value={password}
              onChange={setPassword}
              autoComplete="new-password"
              required
              minLength={8}
              maxLength={200}
            />
          )}
        </Field>
        {setUp.error && <Notice tone="danger">{errorWords(setUp.error, text)}</Notice>}
        <Button type="submit" look="primary" size="l" busy={setUp.isPending}>
          {text('setUp.action')}
        </Button>
      </form>
    </ArrivalFrame>
  );
}
