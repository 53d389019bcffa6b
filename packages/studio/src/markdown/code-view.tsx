import { lazy, Suspense, useEffect, useState } from 'react';
import { copyText } from '../start/copy-text.ts';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './code-view.module.css';
import type { CodeSpan } from './code-spans.ts';
import type { Block } from './nodes.ts';

const ChartView = lazy(async () => ({ default: (await import('./chart-view.tsx')).ChartView }));
const DiagramView = lazy(async () => ({
  default: (await import('./diagram-view.tsx')).DiagramView,
}));

/** Code with its language and a way to copy it; diagrams and charts are drawn once they are whole. */
export function CodeView({ block }: { readonly block: Extract<Block, { type: 'code' }> }) {
  const text = useText();
  const [asSource, setAsSource] = useState(false);
  const { language, closed } = block;
  const Drawing = language === 'mermaid' ? DiagramView : language === 'echarts' ? ChartView : null;
  const isDrawn = Drawing !== null && closed && !asSource;
  return (
    <figure className={styles['frame']}>
      <figcaption className={styles['head']}>
        <span>{language || text('answer.code')}</span>
        <span className={styles['tools']}>
          {Drawing && closed && (
            <button
              type="button"
              className={styles['tool']}
              aria-pressed={asSource}
              onClick={() => setAsSource(!asSource)}
            >
              {text('answer.source')}
            </button>
          )}
          <CopyCode code={block.text} />
        </span>
      </figcaption>
      {isDrawn ? (
        <Suspense fallback={<p className={styles['wait']}>{text('answer.drawing')}</p>}>
          <Drawing source={block.text} />
        </Suspense>
      ) : (
        <Source block={block} />
      )}
    </figure>
  );
}

function CopyCode({ code }: { readonly code: string }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className={styles['tool']}
      aria-label={text(copied ? 'common.copied' : 'answer.copyCode')}
      title={text(copied ? 'common.copied' : 'answer.copyCode')}
      onClick={() =>
        void copyText(code).then(
          () => setCopied(true),
          () => {},
        )
      }
    >
      <Icon name={copied ? 'check' : 'copy'} size={14} />
    </button>
  );
}

function Source({ block }: { readonly block: Extract<Block, { type: 'code' }> }) {
  const { text, language, closed } = block;
  const [coloured, setColoured] = useState<{
    readonly text: string;
    readonly spans: readonly CodeSpan[];
  } | null>(null);
  useEffect(() => {
    // Code that is still being written would be coloured anew with each word.
    if (!closed || language === '' || text.length > colouredLengthMax) return undefined;
    let current = true;
    import('./highlight.ts').then(
      async ({ highlight }) => {
        const spans = await highlight(text, language);
        if (current && spans) setColoured({ text, spans });
      },
      () => {},
    );
    return () => {
      current = false;
    };
  }, [text, language, closed]);
  return (
    <pre className={styles['source']} tabIndex={0}>
      <code>{coloured?.text === text ? <Spans spans={coloured.spans} /> : text}</code>
    </pre>
  );
}

const colouredLengthMax = 60_000;

function Spans({ spans }: { readonly spans: readonly CodeSpan[] }) {
  return spans.map((span, index) =>
    typeof span === 'string' ? (
      span
    ) : (
      <span key={index} className={styles[span.look]}>
        <Spans spans={span.children} />
      </span>
    ),
  );
}
