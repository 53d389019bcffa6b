import { useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useTexts } from '../../text/text-context.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useConfirm } from '../../ui/confirm.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { errorWords, Failure } from '../../ui/failure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { StepsPicture } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useToast } from '../../ui/toast.tsx';
import styles from './models-screen.module.css';
import { ProviderDialog } from './provider-dialog.tsx';
import {
  useProviderManifests,
  useProviders,
  useRefreshModels,
  type Provider,
} from './use-models.ts';

export function Providers() {
  const { text, language } = useTexts();
  const client = useClient();
  const confirm = useConfirm();
  const toast = useToast();
  const refresh = useRefreshModels();
  const providers = useProviders();
  const manifests = useProviderManifests();
  const [edited, setEdited] = useState<Provider | 'new' | null>(null);
  const error = providers.error ?? manifests.error;
  if (error) return <Failure error={error} onRetry={() => void providers.refetch()} />;
  if (!providers.data || !manifests.data) return <Loading />;
  const titleOf = (id: string): string =>
    manifests.data.data.find((manifest) => manifest.id === id)?.name[language] ?? id;
  const remove = async (provider: Provider): Promise<void> => {
    const agreed = await confirm({
      title: text('models.removeTitle', { name: provider.name }),
      words: text('models.removeWords'),
      action: text('models.remove'),
      danger: true,
    });
    if (!agreed) return;
    try {
      await client.call('deleteProvider', { params: { id: provider.id } });
    } catch (thrown) {
      toast({ tone: 'danger', message: errorWords(thrown, text) });
    }
    await refresh();
  };
  return (
    <div className={styles['part']}>
      <div className={styles['head']}>
        <p className={styles['words']}>{text('models.providersWords')}</p>
        <Button look="primary" icon="add" onClick={() => setEdited('new')}>
          {text('models.addProvider')}
        </Button>
      </div>
      {providers.data.data.length === 0 ? (
        <EmptyState picture={<StepsPicture />} title={text('models.noProviders')}>
          {text('models.noProvidersWords')}
        </EmptyState>
      ) : (
        <ul className={styles['list']}>
          {providers.data.data.map((provider) => (
            <li key={provider.id} className={styles['row']}>
              <span className={styles['sign']} aria-hidden="true">
                {titleOf(provider.providerId).slice(0, 1)}
              </span>
              <div className={styles['grow']}>
                <div className={styles['name']}>{provider.name}</div>
                <div className={styles['hint']}>
                  {titleOf(provider.providerId)}
                  {provider.settings['baseUrl'] ? ` · ${provider.settings['baseUrl']}` : ''}
                </div>
              </div>
              {!provider.enabled && <Badge>{text('models.off')}</Badge>}
              <IconButton
                icon="settings"
                label={text('models.change', { name: provider.name })}
                onClick={() => setEdited(provider)}
              />
              <IconButton
                icon="trash"
                label={text('models.removeTitle', { name: provider.name })}
                onClick={() => void remove(provider)}
              />
            </li>
          ))}
        </ul>
      )}
      {edited !== null && (
        <ProviderDialog
          manifests={manifests.data.data}
          provider={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  );
}
