import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { estimateTokens } from './estimate-tokens.ts';
import styles from './prompt-editor.module.css';
import { PromptText, type PromptTextHandle, type PromptTextProps } from './prompt-text.tsx';

interface PromptEditorProps extends Omit<
  PromptTextProps,
  'oneLine' | 'className' | 'ref' | 'opensOnSlash'
> {
  /** Stands at the left of the bar, in place of the label: a choice of role, say. */
  readonly head?: ReactNode;
  /** More buttons for the bar. */
  readonly actions?: ReactNode;
  /** How much stands in sight before it scrolls. */
  readonly size?: 's' | 'm' | 'l';
}

/** A prompt in a box: bar with token estimate, variables and a larger view, and the text. */
export function PromptEditor({ head, actions, size = 'm', ...props }: PromptEditorProps) {
  const text = useText();
  const [isLarge, setLarge] = useState(false);
  return (
    <>
      <PromptBox
        {...props}
        head={head}
        actions={
          <>
            {actions}
            <IconButton
              size="s"
              icon="expand"
              label={text('editor.expand')}
              onClick={() => setLarge(true)}
            />
          </>
        }
        boxClass={styles[`size-${size}`]}
      />
      <Dialog open={isLarge} onClose={() => setLarge(false)} title={props.label} size="l">
        <PromptBox {...props} head={head} actions={actions} boxClass={styles['large']} />
      </Dialog>
    </>
  );
}

function PromptBox({
  head,
  actions,
  boxClass,
  ...props
}: Omit<PromptEditorProps, 'size'> & { readonly boxClass: string | undefined }) {
  const text = useText();
  const handle = useRef<PromptTextHandle>(null);
  const tokens = useMemo(() => estimateTokens(props.value), [props.value]);
  return (
    <div
      className={classNames(styles['box'], props['aria-invalid'] && styles['invalid'], boxClass)}
    >
      <div className={styles['bar']}>
        <div className={styles['head']}>
          {head ?? <span className={styles['label']}>{props.label}</span>}
        </div>
        <span className={styles['tokens']} title={text('editor.tokensHint')}>
          {text('editor.tokens', { count: tokens })}
        </span>
        {!props.readOnly && (
          <IconButton
            size="s"
            icon="variable"
            label={text('editor.insertVariable')}
            keys="/"
            // The press would take the caret's place away.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => handle.current?.openPicker()}
          />
        )}
        {actions}
      </div>
      <PromptText {...props} ref={handle} />
    </div>
  );
}
