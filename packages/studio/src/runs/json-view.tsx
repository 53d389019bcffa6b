import { useText } from '../text/text-context.tsx';
import { useToast } from '../ui/toast.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { copyText } from './copy-text.ts';
import styles from './json-view.module.css';

/** As much as is drawn of one value; copying takes all of it. */
const shownMax = 20_000;

/** A value as JSON, with its name and a way to copy it; nothing for no value. */
export function JsonView({ label, value }: { readonly label: string; readonly value: unknown }) {
  const text = useText();
  const toast = useToast();
  if (value === null || value === undefined) return null;
  const json = JSON.stringify(value, null, 2);
  const copy = async (): Promise<void> => {
    await copyText(json);
    toast({ tone: 'good', message: text('common.copied') });
  };
  return (
    <section className={styles['view']} aria-label={label}>
      <header className={styles['head']}>
        <span>{label}</span>
        <IconButton
          size="s"
          icon="copy"
          label={text('runs.copyValue', { name: label })}
          onClick={() => void copy()}
        />
      </header>
      {/* It scrolls, so the keyboard must reach it. */}
      <pre className={styles['json']} tabIndex={0}>
        {json.length > shownMax ? `${json.slice(0, shownMax)}\n…` : json}
      </pre>
    </section>
  );
}
