import { useState } from 'react';
import { useText, useTexts } from '../../../text/text-context.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TextArea } from '../../../ui/text-input.tsx';
import { kindIcon } from '../../../ui/kind-icons.ts';
import { renameNode } from '../model/node-commands.ts';
import { useEditorStore } from '../view/editor-context.tsx';
import { textIn } from './model/config-access.ts';
import { useNodeForm } from './node-form-context.tsx';
import styles from './node-head.module.css';

/** Title, description and what can be done with the node. */
export function NodeHead({ onWiden }: { readonly onWiden: () => void }) {
  const text = useText();
  const { language } = useTexts();
  const store = useEditorStore();
  const { node, kind, config, set, isReadOnly } = useNodeForm();
  const description = textIn(config['desc']);
  const [isDescribing, setDescribing] = useState(false);
  const kindName = kind?.manifest.title[language] ?? node.kind;
  const canRun = kind?.run !== undefined && kind.traits.root !== true && kind.traits.note !== true;
  return (
    <header className={styles['head']}>
      <div className={styles['line']}>
        <span className={styles['picture']} data-tone={kind?.manifest.group ?? 'note'}>
          <Icon name={kindIcon(node.kind)} size={16} />
        </span>
        <div className={styles['names']}>
          <input
            className={styles['title']}
            aria-label={text('canvas.nodeTitle')}
            value={node.title}
            placeholder={kindName}
            readOnly={isReadOnly}
            spellCheck={false}
            onChange={(event) => store.dispatch(renameNode(node, event.target.value))}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
          <span className={styles['kind']}>{kindName}</span>
        </div>
        {canRun && (
          <IconButton
            icon="play"
            label={text('forms.runNode')}
            keys="Ctrl+Enter"
            onClick={() => store.request({ type: 'run-node', nodeId: node.id })}
          />
        )}
        <IconButton icon="expand" label={text('forms.widen')} onClick={onWiden} />
        <IconButton
          icon="close"
          label={text('common.close')}
          onClick={() => store.openNode(null)}
        />
      </div>
      {description !== '' || isDescribing ? (
        <TextArea
          className={styles['description']}
          rows={1}
          aria-label={text('forms.description')}
          placeholder={text('forms.description')}
          readOnly={isReadOnly}
          autoFocus={isDescribing && description === ''}
          value={description}
          onChange={(value) => set(text('forms.description'), ['desc'], value)}
          onBlur={() => setDescribing(false)}
        />
      ) : (
        !isReadOnly && (
          <button type="button" className={styles['describe']} onClick={() => setDescribing(true)}>
            {text('forms.describe')}
          </button>
        )
      )}
    </header>
  );
}
