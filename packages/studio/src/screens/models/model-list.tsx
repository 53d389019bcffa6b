import { useDeferredValue, useMemo, useState } from 'react';
import { formatCount } from '../../text/formats.ts';
import { useTexts } from '../../text/text-context.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Failure } from '../../ui/failure.tsx';
import { DrawerPicture } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Select } from '../../ui/select.tsx';
import { Checkbox } from '../../ui/switch.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { CustomModelDialog } from './custom-model-dialog.tsx';
import styles from './models-screen.module.css';
import { modelKinds, useModels, type ModelKindName } from './use-models.ts';

/** As many as are drawn at once; the search is for the rest. */
const shownMax = 200;

/** Every model by kind, with its limits; on request also those of providers that are not set up. */
export function ModelList() {
  const { text, language } = useTexts();
  const [kind, setKind] = useState<ModelKindName>('chat');
  const [everything, setEverything] = useState(false);
  const [search, setSearch] = useState('');
  const [isAdding, setIsAdding] = useState(false);
  const words = useDeferredValue(search.trim().toLowerCase());
  const models = useModels(kind, everything);
  const found = useMemo(
    () =>
      (models.data?.data ?? []).filter(({ provider, name, label }) =>
        `${provider} ${name} ${label}`.toLowerCase().includes(words),
      ),
    [models.data, words],
  );
  return (
    <div className={styles['part']}>
      <div className={styles['filters']}>
        <TextInput
          type="search"
          icon="search"
          aria-label={text('models.search')}
          placeholder={text('models.search')}
          value={search}
          onChange={setSearch}
        />
        <div className={styles['choice']}>
          <Select
            label={text('models.kind')}
            value={kind}
            onChange={setKind}
            options={modelKinds.map((value) => ({ value, label: text(`models.kind.${value}`) }))}
          />
        </div>
        <Checkbox
          checked={everything}
          onChange={setEverything}
          label={text('models.showCatalogue')}
        />
        <Button icon="add" onClick={() => setIsAdding(true)}>
          {text('models.addModel')}
        </Button>
      </div>
      {models.error ? (
        <Failure error={models.error} onRetry={() => void models.refetch()} />
      ) : !models.data ? (
        <Loading />
      ) : found.length === 0 ? (
        <EmptyState picture={<DrawerPicture />} title={text('models.noneFound')}>
          {text('models.noneFoundWords')}
        </EmptyState>
      ) : (
        <>
          <ul className={styles['list']}>
            {found.slice(0, shownMax).map((model) => (
              <li key={`${model.provider} ${model.name}`} className={styles['row']}>
                <div className={styles['grow']}>
                  <div className={styles['name']}>{model.label}</div>
                  <div className={styles['hint']}>{model.provider}</div>
                </div>
                {!model.available && <Badge>{text('models.notSetUp')}</Badge>}
                {model.features.slice(0, 4).map((feature) => (
                  <Badge key={feature} tone="accent">
                    {feature}
                  </Badge>
                ))}
                <span className={styles['number']}>
                  {model.contextTokens === null
                    ? ''
                    : text('models.context', {
                        tokens: formatCount(model.contextTokens, language),
                      })}
                </span>
              </li>
            ))}
          </ul>
          {found.length > shownMax && (
            <p className={styles['words']}>
              {text('models.moreFound', { count: found.length - shownMax })}
            </p>
          )}
        </>
      )}
      {isAdding && <CustomModelDialog kind={kind} onClose={() => setIsAdding(false)} />}
    </div>
  );
}
