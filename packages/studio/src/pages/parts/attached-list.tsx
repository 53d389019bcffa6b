import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './files.module.css';
import { ToolButton } from './tool-button.tsx';
import type { Attachment } from './use-attachments.ts';

interface AttachedListProps {
  readonly attached: readonly Attachment[];
  readonly onRemove: (key: number) => void;
}

export function AttachedList({ attached, onRemove }: AttachedListProps) {
  const text = useText();
  if (attached.length === 0) return null;
  return (
    <ul className={styles['list']}>
      {attached.map(({ key, name, share, file, fault }) => (
        <li
          key={key}
          className={classNames(styles['attached'], fault !== null && styles['failed'])}
          title={fault ?? name}
        >
          <Icon name={fault === null ? 'document' : 'alert'} size={15} />
          <span className={styles['name']}>{fault ?? name}</span>
          {file === null && fault === null && (
            <span className={styles['share']} role="status">
              <span className="only-heard">{text('site.uploading', { name })}</span>
              {Math.round(share * 100)}%
            </span>
          )}
          <ToolButton
            size="s"
            icon="close"
            label={text('site.remove', { name })}
            onClick={() => onRemove(key)}
          />
        </li>
      ))}
    </ul>
  );
}
