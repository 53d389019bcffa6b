import type { NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useText } from '../../../text/text-context.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { colourNote, noteThemeOf, noteThemes, writeNoteText } from '../model/note-commands.ts';
import { noteToText, readNote, type NoteSpan } from '../model/note-text.ts';
import { measures } from '../model/node-facts.ts';
import { ResizeCorner } from './container-node.tsx';
import { useEditor, useEditorStore } from './editor-context.tsx';
import type { FlowNode } from './flow-nodes.ts';
import { lookOf } from './node-card.tsx';
import styles from './note-node.module.css';
import { NodeMarks } from './node-marks.tsx';
import { useView, useViewStore } from './view-store.ts';

/** A remark on the canvas. Enter or a double click writes in it. */
export const NoteNode = memo(function NoteNode({ data, selected }: NodeProps<FlowNode>) {
  const text = useText();
  const { node } = data;
  const editor = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isWriting = useView(({ renamingId }) => renamingId === node.id);
  const theme = noteThemeOf(node);
  const blocks = readNote(node.config['text']);
  const { author, showAuthor } = node.config;
  return (
    <div
      id={`node-${node.id}`}
      className={classNames(styles['note'], styles[theme], lookOf(data, selected))}
    >
      {isWriting && !isReadOnly ? (
        <NoteField nodeId={node.id} text={noteToText(blocks)} />
      ) : (
        <div className={styles['words']}>
          {blocks.map(({ type, spans }, index) => (
            <p key={index} className={styles[type]}>
              {spans.map((span, place) => (
                <Span key={place} span={span} />
              ))}
            </p>
          ))}
          {blocks.length === 0 && <p className={styles['empty']}>{text('canvas.noteEmpty')}</p>}
        </div>
      )}
      {showAuthor === true && typeof author === 'string' && author !== '' && !isWriting && (
        <span className={styles['author']}>{author}</span>
      )}
      {selected && !isReadOnly && (
        <div className={`${styles['colours']} nodrag nopan`}>
          {noteThemes.map((choice) => (
            <button
              key={choice}
              type="button"
              className={classNames(styles['colour'], styles[choice])}
              aria-label={text(`canvas.noteColour.${choice}`)}
              aria-pressed={choice === theme}
              onClick={() => editor.dispatch(colourNote(node.id, choice))}
            />
          ))}
        </div>
      )}
      <NodeMarks look={data} />
      <ResizeCorner nodeId={node.id} min={measures.noteMin} />
    </div>
  );
});

function Span({ span }: { readonly span: NoteSpan }) {
  const className = classNames(
    span.bold && styles['bold'],
    span.italic && styles['italic'],
    span.struck && styles['struck'],
  );
  const words = span.code ? <code>{span.text}</code> : span.text;
  if (span.href === null) return <span className={className}>{words}</span>;
  return (
    <a className={`${className} nodrag`} href={span.href} target="_blank" rel="noreferrer noopener">
      {words}
    </a>
  );
}

function NoteField({ nodeId, text: initial }: { readonly nodeId: string; readonly text: string }) {
  const text = useText();
  const editor = useEditorStore();
  const view = useViewStore();
  const [value, setValue] = useState(initial);
  const change = (next: string): void => {
    setValue(next);
    editor.dispatch(writeNoteText(nodeId, next));
  };
  return (
    <textarea
      className={`${styles['field']} nodrag nopan nowheel`}
      aria-label={text('canvas.note')}
      placeholder={text('canvas.noteHint')}
      value={value}
      ref={(field) => field?.focus()}
      onChange={(event) => change(event.target.value)}
      onBlur={() => view.set({ renamingId: null })}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') view.set({ renamingId: null });
      }}
    />
  );
}
