import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallOutput } from '../../api/console-client.ts';
import { useClient, useSession } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { useToast } from '../../ui/toast.tsx';
import styles from './test-sets.module.css';

export type TestSet = CallOutput<'listTestSets'>['data'][number];

const lookAgainMs = 1500;

/** What must pass before the app is published; administrators set it. */
export function GatePart({
  appId,
  sets,
}: {
  readonly appId: string;
  readonly sets: readonly TestSet[];
}) {
  const text = useText();
  const client = useClient();
  const toast = useToast();
  const queries = useQueryClient();
  const { role } = useSession().account;
  const { data } = useQuery({
    queryKey: ['gate', appId],
    queryFn: ({ signal }) => client.call('readGate', { params: { appId }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? lookAgainMs : false),
  });
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (body: { readonly testSetId: string | null; readonly passPercentMin: number }) =>
      client.call('saveGate', { params: { appId }, body }),
    onSuccess: (gate) => queries.setQueryData(['gate', appId], gate),
    onError: (thrown) => toast({ tone: 'danger', message: errorWords(thrown, text) }),
  });
  if (!data) return null;
  const least = data.gate?.passPercentMin ?? 100;
  const isAdmin = role === 'owner' || role === 'admin';
  return (
    <section className={styles['gate']} aria-label={text('tests.gate')}>
      <Field label={text('tests.gate')} hint={text(`tests.gateState.${data.state}`)}>
        {({ id }) => (
          <Select
            id={id}
            disabled={!isAdmin}
            value={data.gate?.testSetId ?? ''}
            options={[
              { value: '', label: text('tests.noGate') },
              ...sets.map((set) => ({ value: set.id, label: set.name })),
            ]}
            onChange={(value) =>
              save.mutate({ testSetId: value === '' ? null : value, passPercentMin: least })
            }
          />
        )}
      </Field>
      {data.gate && (
        <Field label={text('tests.passMin')}>
          {(ids) => (
            <TextInput
              {...ids}
              type="number"
              min={0}
              max={100}
              disabled={!isAdmin}
              value={typed ?? String(least)}
              onChange={setTyped}
              onBlur={() => {
                const percent = Number(typed ?? least);
                setTyped(null);
                if (percent !== least && percent >= 0 && percent <= 100)
                  save.mutate({
                    testSetId: data.gate?.testSetId ?? null,
                    passPercentMin: percent,
                  });
              }}
            />
          )}
        </Field>
      )}
    </section>
  );
}
