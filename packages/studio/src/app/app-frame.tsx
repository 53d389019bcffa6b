import { isGraphMode } from '@outpost/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useText } from '../text/text-context.tsx';
import { AppIcon } from '../ui/app-icon.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { AccountMenu } from './account-menu.tsx';
import styles from './app-frame.module.css';
import { Logo } from './logo.tsx';
import { useClient } from './session.tsx';

/** The app whose screens are shown; its key is shared by all of them. */
export function useAppQuery(appId: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['app', appId],
    queryFn: ({ signal }) => client.call('readApp', { params: { appId }, signal }),
  });
}

/** The frame of one app's screens: a slim bar with what there is to do in it, then the screen. */
export function AppFrame() {
  const text = useText();
  const { appId } = useParams({ strict: false }) as { readonly appId: string };
  const { data: app } = useAppQuery(appId);
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#content">
        {text('shell.skip')}
      </a>
      <nav className={styles['bar']} aria-label={text('canvas.appMenu')}>
        <Link to="/apps" className={styles['logo']} aria-label={text('common.toApps')}>
          <Logo size={30} />
        </Link>
        {app && (
          <span className={styles['app']} title={app.name}>
            <AppIcon icon={app.icon} background={app.iconBackground} size={32} />
          </span>
        )}
        {app && (
          <AreaLink
            to={isGraphMode(app.mode) ? '/apps/$appId/canvas' : '/apps/$appId/prompt'}
            appId={appId}
            icon="edit"
            label={text('canvas.edit')}
          />
        )}
        <AreaLink to="/apps/$appId/tests" appId={appId} icon="test" label={text('tests.tests')} />
        <AreaLink to="/apps/$appId/runs" appId={appId} icon="logs" label={text('runs.title')} />
        <div className={styles['space']} />
        <AccountMenu />
      </nav>
      <main id="content" className={styles['content']} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function AreaLink({
  to,
  appId,
  icon,
  label,
}: {
  readonly to:
    | '/apps/$appId/canvas'
    | '/apps/$appId/prompt'
    | '/apps/$appId/runs'
    | '/apps/$appId/tests';
  readonly appId: string;
  readonly icon: IconName;
  readonly label: string;
}) {
  return (
    <Link
      to={to}
      params={{ appId }}
      className={styles['area']}
      activeProps={{ 'data-active': true }}
    >
      <Icon name={icon} size={20} />
      <span>{label}</span>
    </Link>
  );
}
