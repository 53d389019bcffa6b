import { useEffect, useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { useAnswerSurroundings } from './answer-context.ts';
import styles from './code-view.module.css';
import { drawDiagram, type Drawn } from './draw-diagram.ts';
import { usePageTheme } from './use-page-theme.ts';

/** A diagram, drawn elsewhere (`draw-diagram.ts`) and shown as a picture: nothing in it can run. */
export function DiagramView({ source }: { readonly source: string }) {
  const text = useText();
  const theme = usePageTheme();
  const { base } = useAnswerSurroundings();
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    let current = true;
    void drawDiagram({ source, theme, base }).then((result) => {
      if (current) setDrawn(result);
    });
    return () => {
      current = false;
    };
  }, [source, theme, base]);
  if (!drawn) return <p className={styles['wait']}>{text('answer.drawing')}</p>;
  if ('reason' in drawn)
    return (
      <p className={styles['failure']}>
        {text('answer.diagramUnreadable', { reason: drawn.reason })}
      </p>
    );
  return (
    <div className={styles['drawing']}>
      <img
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn.svg)}`}
        alt={text('answer.diagram')}
        width={drawn.width}
        height={drawn.height}
      />
    </div>
  );
}
