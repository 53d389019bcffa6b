import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { fileAddress, useAnswerSurroundings } from './answer-context.ts';
import styles from './answer.module.css';
import { MathView } from './math-view.tsx';
import { MediaView } from './media-view.tsx';
import type { Inline, QuickReply } from './nodes.ts';

export function Inlines({ nodes }: { readonly nodes: readonly Inline[] }) {
  return nodes.map((node, index) => <InlineView key={index} node={node} />);
}

function InlineView({ node }: { readonly node: Inline }) {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'break':
      return <br />;
    case 'math':
      return <MathView text={node.text} display={node.display} />;
    case 'link':
      return <Link node={node} />;
    case 'media':
      return <MediaView media={node} />;
    case 'styled': {
      const Tag = node.tag;
      return (
        <Tag style={node.style}>
          <Inlines nodes={node.children} />
        </Tag>
      );
    }
    case 'reply':
      return <Reply node={node} />;
    default:
      return node satisfies never;
  }
}

function Link({ node }: { readonly node: Extract<Inline, { type: 'link' }> }) {
  const { base } = useAnswerSurroundings();
  if (node.href === null) return <Inlines nodes={node.children} />;
  const isHere = node.href.startsWith('#');
  return (
    <a
      href={fileAddress(base, node.href)}
      title={node.title || undefined}
      {...(isHere ? {} : { target: '_blank', rel: 'noopener noreferrer nofollow' })}
    >
      <Inlines nodes={node.children} />
    </a>
  );
}

function Reply({ node }: { readonly node: QuickReply }) {
  const text = useText();
  const { say } = useAnswerSurroundings();
  const { message, href, look } = node;
  const words = node.words || message || text('answer.send');
  const className = classNames(styles['reply'], styles[`look-${look}`]);
  if (href !== null)
    return (
      <a className={className} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {words}
      </a>
    );
  return (
    <button
      type="button"
      className={className}
      disabled={message === null || say === null}
      onClick={() => message !== null && say?.(message)}
    >
      {words}
    </button>
  );
}
