import { useEffect, useRef, useState } from 'react';
import styles from './answer.module.css';
import type { drawMath } from './draw-math.ts';

let draw: typeof drawMath | null = null;

/** A formula; its source until the drawing code is here, and when it cannot be drawn. */
export function MathView({ text, display }: { readonly text: string; readonly display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    let current = true;
    const show = (): void => {
      if (current && place.current && draw) setDrawn(draw(text, place.current, display));
    };
    if (draw) show();
    else
      import('./draw-math.ts').then(
        (module) => {
          draw = module.drawMath;
          show();
        },
        // Not loaded: the source is shown, which says the same.
        () => {},
      );
    return () => {
      current = false;
    };
  }, [text, display]);
  return (
    <span className={display ? styles['mathBlock'] : undefined}>
      <span ref={place} hidden={!drawn} />
      {!drawn && <code>{text}</code>}
    </span>
  );
}
