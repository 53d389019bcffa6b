import type { SiteCitation } from '@outpost/contracts';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './reply-view.module.css';

/** What an answer rests on. */
export function Sources({ citations }: { readonly citations: readonly SiteCitation[] }) {
  const text = useText();
  return (
    <details className={styles['sources']}>
      <summary>
        <Icon name="book" size={15} />
        {text('site.sources', { count: citations.length })}
        <Icon name="chevronDown" size={13} />
      </summary>
      <ol>
        {citations.map(({ position, document, dataset, content, segmentId }, index) => (
          <li key={`${segmentId}-${index}`} className={styles['source']}>
            <p className={styles['sourceHead']}>
              <span className={styles['sourceNumber']}>{position}</span>
              {document || dataset || text('site.source')}
            </p>
            {content !== '' && <p className={styles['sourceText']}>{content}</p>}
          </li>
        ))}
      </ol>
    </details>
  );
}
