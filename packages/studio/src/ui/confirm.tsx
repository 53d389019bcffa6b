import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export interface Question {
  readonly title: string;
  readonly words?: ReactNode;
  /** The verb of what will happen, e.g. “Remove”. */
  readonly action: string;
  readonly danger?: boolean;
}

type Ask = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Ask | null>(null);

/** Asks before what cannot be undone. What can be undone is done at once and offers the undo. */
export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const [asked, setAsked] = useState<{
    readonly question: Question;
    readonly answer: (agreed: boolean) => void;
  } | null>(null);
  const ask = useCallback<Ask>(
    (question) => new Promise((answer) => setAsked({ question, answer })),
    [],
  );
  const answer = (agreed: boolean): void => {
    asked?.answer(agreed);
    setAsked(null);
  };
  return (
    <ConfirmContext.Provider value={ask}>
      {children}
      <Dialog
        size="s"
        open={asked !== null}
        onClose={() => answer(false)}
        title={asked?.question.title ?? ''}
        description={asked?.question.words}
        actions={
          <>
            <Button onClick={() => answer(false)}>{text('common.cancel')}</Button>
            <Button
              look={asked?.question.danger ? 'danger' : 'primary'}
              onClick={() => answer(true)}
            >
              {asked?.question.action}
            </Button>
          </>
        }
      />
    </ConfirmContext.Provider>
  );
}

/** `if (await confirm({ title, action })) …` */
export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (!ask) throw new Error('useConfirm needs a ConfirmProvider above it.');
  return ask;
}
