import { useText } from '../../../../text/text-context.tsx';
import styles from '../fields/fields.module.css';

/** For places in a container: they have no settings. */
export function MarkerForm() {
  const text = useText();
  return <p className={styles['quietBox']}>{text('forms.noSettings')}</p>;
}
