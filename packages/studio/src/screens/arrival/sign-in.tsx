import { useMutation } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient, useSetSession } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { ArrivalFrame } from './arrival-frame.tsx';
import styles from './arrival-frame.module.css';

export function SignInScreen() {
  const text = useText();
  const client = useClient();
  const setSession = useSetSession();
  const navigate = useNavigate();
  const { history } = useRouter();
  const { to } = useSearch({ from: '/sign-in' });
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => client.call('signIn', { body: { name, password } }),
    onSuccess: (session) => {
      setSession(session);
      // Only to a place of our own: the address bar is anybody's.
      if (to !== undefined && /^\/(?![/\\])/.test(to)) history.replace(to);
      else void navigate({ to: '/apps', replace: true });
    },
  });
  return (
    <ArrivalFrame title={text('signIn.title')} words={text('signIn.words')}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <Field label={text('signIn.name')}>
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
            />
          )}
        </Field>
        <Field label={text('signIn.password')}>
          {(ids) => (
            <TextInput
              {...ids}
              size="l"
              type="password"
              name="password"
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
              required
            />
          )}
        </Field>
        {signIn.error && <Notice tone="danger">{errorWords(signIn.error, text)}</Notice>}
        <Button type="submit" look="primary" size="l" busy={signIn.isPending}>
          {text('signIn.action')}
        </Button>
      </form>
    </ArrivalFrame>
  );
}
