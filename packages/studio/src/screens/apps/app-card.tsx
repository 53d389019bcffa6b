import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../text/text-context.tsx';
import { formatAge } from '../../text/formats.ts';
import { AppIcon } from '../../ui/app-icon.tsx';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ContextMenu, Menu, type MenuGroups } from '../../ui/menu.tsx';
import styles from './app-card.module.css';
import { appKindName } from './app-kinds.ts';
import { EditAppDialog } from './edit-app-dialog.tsx';
import { useAppActions, type AppSummary } from './use-apps.ts';

export function AppCard({ app }: { readonly app: AppSummary }) {
  const { text, language } = useTexts();
  const actions = useAppActions();
  const [isEdited, setIsEdited] = useState(false);
  const groups: MenuGroups = [
    [
      {
        id: 'edit',
        icon: 'edit',
        label: text('apps.editDetails'),
        onSelect: () => setIsEdited(true),
      },
      {
        id: 'duplicate',
        icon: 'copy',
        label: text('apps.duplicate'),
        onSelect: () => void actions.duplicate(app),
      },
      {
        id: 'export',
        icon: 'download',
        label: text('apps.export'),
        onSelect: () => actions.download(app),
      },
    ],
    [
      {
        id: 'delete',
        icon: 'trash',
        label: text('common.delete'),
        danger: true,
        onSelect: () => void actions.remove(app),
      },
    ],
  ];
  return (
    <li>
      <ContextMenu groups={groups}>
        <article className={styles['card']}>
          <div className={styles['head']}>
            <AppIcon icon={app.icon} background={app.iconBackground} size={42} />
            <div className={styles['names']}>
              <h2 className={styles['name']}>
                <Link to="/apps/$appId" params={{ appId: app.id }} className={styles['link']}>
                  {app.name}
                </Link>
              </h2>
              <span className={styles['kind']}>{text(appKindName(app.mode))}</span>
            </div>
            <div className={styles['menu']}>
              <Menu groups={groups}>
                <IconButton icon="more" label={text('apps.actionsFor', { name: app.name })} />
              </Menu>
            </div>
          </div>
          <p className={styles['description']}>{app.description}</p>
          <footer className={styles['foot']}>
            {app.published ? (
              <Badge tone="good">{text('apps.published')}</Badge>
            ) : (
              <Badge>{text('apps.draft')}</Badge>
            )}
            {app.tags.slice(0, 2).map((tag) => (
              <Badge key={tag} tone="accent">
                {tag}
              </Badge>
            ))}
            <time className={styles['age']} dateTime={new Date(app.updatedAt).toISOString()}>
              {formatAge(app.updatedAt, language, Date.now())}
            </time>
          </footer>
        </article>
      </ContextMenu>
      {isEdited && <EditAppDialog app={app} onClose={() => setIsEdited(false)} />}
    </li>
  );
}
