import { Link, Outlet } from '@tanstack/react-router';
import { useText } from '../text/text-context.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import styles from './shell.module.css';

/** The frame of every screen behind the sign-in: a slim bar with the areas, then the screen. */
export function Shell() {
  const text = useText();
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#content">
        {text('shell.skip')}
      </a>
      <nav className={styles['bar']} aria-label={text('shell.mainMenu')}>
        <Link to="/apps" className={styles['logo']} aria-label={text('common.appName')}>
          <Logo size={30} />
        </Link>
        <AreaLink to="/apps" icon="apps" label={text('shell.apps')} />
        <AreaLink to="/models" icon="model" label={text('shell.models')} />
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
  icon,
  label,
}: {
  readonly to: '/apps' | '/models';
  readonly icon: IconName;
  readonly label: string;
}) {
  return (
    <Link to={to} className={styles['area']} activeProps={{ 'data-active': true }}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
    </Link>
  );
}
