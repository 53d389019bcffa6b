import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './code-editor.module.css';
import type { createCodeView, CodeView } from './code-mirror/code-view.ts';
import type { CodeLanguage } from './code-mirror/languages.ts';

interface CodeEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly language: CodeLanguage;
  /** Its name for readers of the screen, and the title of the larger view. */
  readonly label: string;
  readonly readOnly?: boolean;
  readonly size?: 's' | 'm' | 'l';
  /** Stands at the left of the bar, in place of the label. */
  readonly head?: ReactNode;
  readonly actions?: ReactNode;
  readonly id?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

type ViewModule = { readonly createCodeView: typeof createCodeView };
// The editor's code comes when the first one is shown.
let loadedModule: ViewModule | null = null;

/** Code in a box, with a larger view. */
export function CodeEditor({ head, actions, size = 'm', ...props }: CodeEditorProps) {
  const text = useText();
  const [isLarge, setLarge] = useState(false);
  return (
    <>
      <div className={classNames(styles['box'], props['aria-invalid'] && styles['invalid'])}>
        <div className={styles['bar']}>
          <div className={styles['head']}>
            {head ?? <span className={styles['label']}>{props.label}</span>}
          </div>
          {actions}
          <IconButton
            size="s"
            icon="expand"
            label={text('editor.expand')}
            onClick={() => setLarge(true)}
          />
        </div>
        <CodeText {...props} className={styles[`size-${size}`]} />
      </div>
      <Dialog open={isLarge} onClose={() => setLarge(false)} title={props.label} size="l">
        <div className={styles['box']}>
          <CodeText {...props} className={styles['large']} />
        </div>
      </Dialog>
    </>
  );
}

function CodeText(
  props: Omit<CodeEditorProps, 'head' | 'actions' | 'size'> & {
    readonly className: string | undefined;
  },
) {
  const { value, language, className } = props;
  const text = useText();
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<CodeView | null>(null);
  const [module, setModule] = useState(loadedModule);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (module) return;
    void import('./code-mirror/code-view.ts').then((loaded) => {
      loadedModule = loaded;
      setModule(loaded);
    });
  }, [module]);
  useLayoutEffect(() => {
    if (!module || !parent.current) return;
    const { label, readOnly = false, id, ...given } = latest.current;
    const described = given['aria-describedby'];
    const created = module.createCodeView({
      parent: parent.current,
      text: given.value,
      language: given.language,
      readOnly,
      attributes: {
        'aria-label': `${label}. ${text('editor.codeKeys')}`,
        ...(id === undefined ? {} : { id }),
        ...(described === undefined ? {} : { 'aria-describedby': described }),
      },
      onChange: (next) => latest.current.onChange(next),
    });
    view.current = created;
    return () => {
      view.current = null;
      created.destroy();
    };
  }, [module, text]);
  useLayoutEffect(() => view.current?.setText(value), [value]);
  useLayoutEffect(() => view.current?.setLanguage(language), [language]);
  return (
    <div className={classNames(styles['code'], className)}>
      <div ref={parent} className={styles['view']} />
      {!module && <pre className={styles['plain']}>{value}</pre>}
    </div>
  );
}
