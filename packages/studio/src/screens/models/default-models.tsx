import { useMutation, useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Failure, errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FallbackChains } from './fallback-chains.tsx';
import { ModelChoice } from './model-choice.tsx';
import type { ModelRef, RouteSettings } from './route-settings.ts';
import styles from './models-screen.module.css';
import { modelKinds, useRefreshModels } from './use-models.ts';

/** The model of each kind that is taken when nobody says, and what to try when one fails. */
export function DefaultModels() {
  const text = useText();
  const client = useClient();
  const refresh = useRefreshModels();
  const settings = useQuery({
    queryKey: ['models', 'settings'],
    // The route's answer has the shape of its body.
    queryFn: async ({ signal }) =>
      (await client.call('readModelDefaults', { signal })) as unknown as RouteSettings,
  });
  const save = useMutation({
    mutationFn: (next: RouteSettings) =>
      client.call('saveModelDefaults', {
        body: {
          defaults: { ...next.defaults },
          replacements: [...next.replacements],
          chains: next.chains.map(({ model, fallbacks }) => ({ model, fallbacks: [...fallbacks] })),
        },
      }),
    onSettled: refresh,
  });
  if (settings.error)
    return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <Loading />;
  // What is being saved is shown at once.
  const current = (save.isPending && save.variables) || settings.data;
  const setDefault = (kind: string, model: ModelRef | null): void =>
    save.mutate({ ...current, defaults: { ...current.defaults, [kind]: model } });
  return (
    <div className={styles['part']}>
      {save.error && <Notice tone="danger">{errorWords(save.error, text)}</Notice>}
      <p className={styles['words']}>{text('models.defaultsWords')}</p>
      {modelKinds.map((kind) => (
        <Field key={kind} label={text(`models.kind.${kind}`)}>
          {(ids) => (
            <ModelChoice
              id={ids.id}
              kind={kind}
              value={current.defaults[kind] ?? null}
              onChange={(model) => setDefault(kind, model)}
            />
          )}
        </Field>
      ))}
      <FallbackChains
        chains={current.chains}
        onChange={(chains) => save.mutate({ ...current, chains })}
      />
    </div>
  );
}
