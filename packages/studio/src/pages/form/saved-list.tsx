import type { SiteMessage } from '@outpost/contracts';
import { useEffect, useMemo, useState } from 'react';
import { Answer } from '../../markdown/answer.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ToolButton } from '../parts/tool-button.tsx';
import { useErrorWords } from '../use-error-words.ts';
import { useVisit } from '../visit-context.ts';
import styles from './form-page.module.css';

/** Texts that a visitor put aside. */
export function SavedList() {
  const text = useText();
  const words = useErrorWords();
  const { client, base } = useVisit();
  const [saved, setSaved] = useState<readonly SiteMessage[] | null>(null);
  const [hasMore, setHasMore] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const surroundings = useMemo(() => ({ base, say: null }), [base]);
  const load = useMemo(
    () => async (lastId?: string) => {
      try {
        const { data, hasMore: more } = await client.call('listSaved', {
          query: lastId === undefined ? {} : { lastId },
        });
        setSaved((before) => (lastId === undefined ? data : [...(before ?? []), ...data]));
        setHasMore(more);
      } catch (error) {
        setFault(error);
      }
    },
    [client],
  );
  useEffect(() => void load(), [load]);
  const drop = (id: string): void => {
    setSaved((before) => before?.filter((message) => message.id !== id) ?? null);
    client
      .call('saveMessage', { params: { messageId: id }, body: { saved: false } })
      .catch(setFault);
  };
  if (fault !== null)
    return (
      <p className={styles['fault']} role="alert">
        {words(fault)}
      </p>
    );
  if (saved === null) return <Spinner size={20} />;
  if (saved.length === 0) return <p className={styles['nothing']}>{text('site.noSaved')}</p>;
  return (
    <>
      {saved.map(({ id, answer }) => (
        <article key={id} className={styles['card']}>
          <Answer text={answer} surroundings={surroundings} />
          <div className={styles['tools']}>
            <CopyButton text={answer} />
            <ToolButton
              size="s"
              icon="trash"
              label={text('site.unsave')}
              onClick={() => drop(id)}
            />
          </div>
        </article>
      ))}
      {hasMore && (
        <Button look="quiet" onClick={() => void load(saved.at(-1)?.id)}>
          {text('site.more')}
        </Button>
      )}
    </>
  );
}
