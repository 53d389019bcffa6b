import { safeLink } from '../../markdown/safe-address.ts';
import { useText } from '../../text/text-context.tsx';
import { useVisit } from '../visit-context.ts';
import styles from './composer.module.css';

/** What its maker has to say below everything else. */
export function SiteFooter() {
  const text = useText();
  const { disclaimer, copyright, privacyPolicy } = useVisit().site;
  if (disclaimer === '' && copyright === '' && privacyPolicy === '') return null;
  const link = /^https?:\/\/\S+$/i.test(privacyPolicy) ? safeLink(privacyPolicy) : null;
  return (
    <footer className={styles['footer']}>
      {disclaimer !== '' && <span>{disclaimer}</span>}
      {copyright !== '' && <span>© {copyright.replace(/^©\s*/, '')}</span>}
      {link !== null && (
        <a href={link} target="_blank" rel="noopener noreferrer">
          {text('site.privacy')}
        </a>
      )}
      {link === null && privacyPolicy !== '' && (
        <details className={styles['privacy']}>
          <summary>{text('site.privacy')}</summary>
          <p>{privacyPolicy}</p>
        </details>
      )}
    </footer>
  );
}
