import type { SiteInfo } from '@outpost/contracts';
import { fileAddress } from '../../markdown/answer-context.ts';
import { AppIcon } from '../../ui/app-icon.tsx';
import styles from './screens.module.css';

interface SiteIconProps {
  readonly site: Pick<SiteInfo, 'icon'>;
  readonly base: URL;
  readonly size: number;
}

/** The sign of a page: a picture or an emoji. */
export function SiteIcon({ site, base, size }: SiteIconProps) {
  const { url, emoji, background } = site.icon;
  if (url === null) return <AppIcon icon={emoji} background={background} size={size} />;
  return (
    <img
      className={styles['icon']}
      src={fileAddress(base, url)}
      alt=""
      width={size}
      height={size}
    />
  );
}
