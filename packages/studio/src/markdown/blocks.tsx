import { memo } from 'react';
import { useText } from '../text/text-context.tsx';
import { AnswerFormView } from './answer-form.tsx';
import styles from './answer.module.css';
import { CodeView } from './code-view.tsx';
import { Inlines } from './inlines.tsx';
import { MathView } from './math-view.tsx';
import type { Block, TableCell } from './nodes.ts';
import { Thinking } from './thinking.tsx';

export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => <BlockView key={index} block={block} />);
}

/** What has not changed keeps its node while an answer grows, so it is not drawn again. */
const BlockView = memo(function BlockView({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Inlines nodes={block.children} />
        </p>
      );
    case 'heading': {
      // The page has its own headings above; an answer's begin below them.
      const Heading = `h${Math.min(block.level + 1, 6)}` as 'h2';
      return (
        <Heading className={styles[`heading${block.level}`]}>
          <Inlines nodes={block.children} />
        </Heading>
      );
    }
    case 'rule':
      return <hr />;
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'list':
      return <List block={block} />;
    case 'code':
      return <CodeView block={block} />;
    case 'math':
      return <MathView text={block.text} display />;
    case 'table':
      return <Table block={block} />;
    case 'details':
      return (
        <details open={block.open} className={styles['details']}>
          <summary>
            <Inlines nodes={block.summary} />
          </summary>
          <Blocks blocks={block.children} />
        </details>
      );
    case 'thinking':
      return (
        <Thinking closed={block.closed}>
          <Blocks blocks={block.children} />
        </Thinking>
      );
    case 'box':
      return (
        <div style={block.style}>
          <Blocks blocks={block.children} />
        </div>
      );
    case 'form':
      return <AnswerFormView form={block} />;
    default:
      return block satisfies never;
  }
});

function List({ block }: { readonly block: Extract<Block, { type: 'list' }> }) {
  const text = useText();
  const items = block.items.map(({ checked, children }, index) => (
    <li key={index} className={checked === null ? undefined : styles['task']}>
      {checked !== null && (
        <span
          role="img"
          aria-label={text(checked ? 'answer.done' : 'answer.toDo')}
          className={checked ? styles['taskDone'] : styles['taskOpen']}
        />
      )}
      {isLine(children) ? <Inlines nodes={children[0].children} /> : <Blocks blocks={children} />}
    </li>
  ));
  return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
}

function isLine(
  children: readonly Block[],
): children is readonly [Extract<Block, { type: 'paragraph' }>] {
  return children.length === 1 && children[0]?.type === 'paragraph';
}

function Table({ block }: { readonly block: Extract<Block, { type: 'table' }> }) {
  const cell = (content: TableCell, column: number, Tag: 'td' | 'th') => (
    <Tag
      key={column}
      colSpan={content.columns}
      rowSpan={content.rows}
      style={{ textAlign: block.align[column] ?? undefined }}
    >
      <Inlines nodes={content.children} />
    </Tag>
  );
  return (
    // Reached by keyboard, because a wide table is scrolled.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['tableFrame']} tabIndex={0} role="group">
      <table>
        {block.head.length > 0 && (
          <thead>
            <tr>{block.head.map((content, column) => cell(content, column, 'th'))}</tr>
          </thead>
        )}
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>{row.map((content, column) => cell(content, column, 'td'))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
