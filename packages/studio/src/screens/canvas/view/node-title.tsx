import type { GraphNode } from '@outpost/contracts';
import { useState } from 'react';
import { useText, useTexts } from '../../../text/text-context.tsx';
import { kinds } from '../model/kinds.ts';
import { renameNode } from '../model/node-commands.ts';
import { useEditorStore } from './editor-context.tsx';
import styles from './node-card.module.css';
import { useView, useViewStore } from './view-store.ts';

/** A node's name; a field while it is being renamed (F2). */
export function NodeTitle({ node }: { readonly node: GraphNode }) {
  const { language } = useTexts();
  const isRenaming = useView(({ renamingId }) => renamingId === node.id);
  if (isRenaming) return <TitleField node={node} />;
  const title = node.title || (kinds.get(node.kind)?.manifest.title[language] ?? node.kind);
  return <span className={styles['title']}>{title}</span>;
}

function TitleField({ node }: { readonly node: GraphNode }) {
  const text = useText();
  const editor = useEditorStore();
  const view = useViewStore();
  const [title, setTitle] = useState(node.title);
  const finish = (isKept: boolean): void => {
    if (view.getState().renamingId !== node.id) return;
    view.set({ renamingId: null });
    if (isKept && title.trim() !== '') editor.dispatch(renameNode(node, title.trim()));
  };
  return (
    <input
      className={`${styles['titleField']} nodrag nopan`}
      aria-label={text('canvas.nodeTitle')}
      value={title}
      ref={(field) => field?.focus()}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') finish(false);
      }}
    />
  );
}
