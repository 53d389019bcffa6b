import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** `s` asks one thing, `m` holds a form, `l` holds a table or an editor, `sheet` comes in from the right, `full` takes the screen. */
  readonly size?: 's' | 'm' | 'l' | 'sheet' | 'full';
  /** Buttons at the lower right; the main one last. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export function Dialog({
  open,
  onClose,
  title,
  description,
  size = 'm',
  actions,
  children,
}: DialogProps) {
  const text = useText();
  return (
    <Primitive.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className={styles['veil']} />
        <Primitive.Content
          className={classNames(styles['dialog'], styles[size])}
          // The dialog itself, not its close button: nobody opens it to close it.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className={styles['head']}>
            <div>
              <Primitive.Title className={styles['title']}>{title}</Primitive.Title>
              {description && (
                <Primitive.Description className={styles['description']} asChild>
                  <div>{description}</div>
                </Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <IconButton icon="close" label={text('common.close')} />
            </Primitive.Close>
          </header>
          {children && <div className={styles['body']}>{children}</div>}
          {actions && <footer className={styles['actions']}>{actions}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
