import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState, type DragEvent } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Failure } from '../../ui/failure.tsx';
import { LighthousePicture, DrawerPicture } from '../../ui/illustrations.tsx';
import { Skeleton } from '../../ui/loading.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { AppCard } from './app-card.tsx';
import { appKinds } from './app-kinds.ts';
import styles from './apps-screen.module.css';
import { NewAppDialog } from './new-app-dialog.tsx';
import type { NewAppStart } from './new-app-starts.ts';
import { useApps, type AppFilter } from './use-apps.ts';

const noFilter: AppFilter = { keyword: '', mode: null, tag: null };

/** The gallery of apps, and the way to a new one. A file dropped anywhere on it is imported. */
export function AppsScreen() {
  const text = useText();
  const navigate = useNavigate();
  const { create } = useSearch({ from: '/signed-in/shell/apps' });
  const [filter, setFilter] = useState(noFilter);
  const keyword = useDeferredValue(filter.keyword.trim());
  const apps = useApps({ ...filter, keyword });
  const [file, setFile] = useState<File | null>(null);
  const [isOver, setIsOver] = useState(false);
  const found = useMemo(() => apps.data?.pages.flatMap((page) => page.data) ?? [], [apps.data]);
  const tags = useMemo(() => [...new Set(found.flatMap((app) => app.tags))].sort(), [found]);
  const open = (start: NewAppStart): void =>
    void navigate({ to: '/apps', search: { create: start } });
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const dropped = event.dataTransfer.files[0];
    if (!dropped) return;
    setFile(dropped);
    open('file');
  };
  const isFiltered = keyword !== '' || filter.mode !== null || filter.tag !== null;
  return (
    <div
      className={styles['screen']}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={onDrop}
    >
      <header className={styles['head']}>
        <h1 className={styles['title']}>{text('apps.title')}</h1>
        <Button look="primary" icon="add" onClick={() => open('template')}>
          {text('apps.new')}
        </Button>
      </header>
      <div className={styles['filters']}>
        <div className={styles['search']}>
          <TextInput
            type="search"
            icon="search"
            aria-label={text('apps.search')}
            placeholder={text('apps.search')}
            value={filter.keyword}
            onChange={(value) => setFilter({ ...filter, keyword: value })}
          />
        </div>
        <div className={styles['choice']}>
          <Select
            label={text('apps.kind')}
            value={filter.mode ?? ''}
            onChange={(mode) => setFilter({ ...filter, mode: mode === '' ? null : mode })}
            options={[
              { value: '' as const, label: text('apps.everyKind') },
              ...appKinds.map(({ mode, name }) => ({ value: mode, label: text(name) })),
              { value: 'agent-chat' as const, label: text('apps.agent') },
            ]}
          />
        </div>
        {(tags.length > 0 || filter.tag !== null) && (
          <div className={styles['choice']}>
            <Select
              label={text('apps.tag')}
              value={filter.tag ?? ''}
              onChange={(tag) => setFilter({ ...filter, tag: tag === '' ? null : tag })}
              options={[
                { value: '', label: text('apps.everyTag') },
                ...tags.map((tag) => ({ value: tag, label: tag })),
              ]}
            />
          </div>
        )}
      </div>
      {apps.error ? (
        <Failure error={apps.error} onRetry={() => void apps.refetch()} />
      ) : apps.isPending ? (
        <div className={styles['grid']} aria-busy="true">
          {[1, 2, 3, 4, 5, 6].map((place) => (
            <Skeleton key={place} height={148} />
          ))}
        </div>
      ) : found.length === 0 && isFiltered ? (
        <EmptyState
          picture={<DrawerPicture />}
          title={text('apps.noneFound')}
          actions={<Button onClick={() => setFilter(noFilter)}>{text('apps.showAll')}</Button>}
        />
      ) : found.length === 0 ? (
        <EmptyState
          picture={<LighthousePicture />}
          title={text('apps.none')}
          actions={
            <>
              <Button look="primary" onClick={() => open('template')}>
                {text('apps.fromTemplate')}
              </Button>
              <Button icon="upload" onClick={() => open('file')}>
                {text('apps.fromFile')}
              </Button>
            </>
          }
        >
          {text('apps.noneWords')}
        </EmptyState>
      ) : (
        <>
          <ul className={styles['grid']}>
            {found.map((app) => (
              <AppCard key={app.id} app={app} />
            ))}
          </ul>
          {apps.hasNextPage && (
            <Button
              className={styles['next']}
              busy={apps.isFetchingNextPage}
              onClick={() => void apps.fetchNextPage()}
            >
              {text('apps.showMore')}
            </Button>
          )}
        </>
      )}
      {isOver && <div className={styles['drop']}>{text('apps.dropHere')}</div>}
      {create !== undefined && (
        <NewAppDialog
          start={create}
          file={file}
          onClose={() => {
            setFile(null);
            void navigate({ to: '/apps', search: {}, replace: true });
          }}
        />
      )}
    </div>
  );
}
