import { useStore, ViewportPortal } from '@xyflow/react';
import styles from './canvas.module.css';
import { useView } from './view-store.ts';

/** Guides and the selection box, drawn in the units of the canvas. */
export function Overlay() {
  const guides = useView((state) => state.guides);
  const box = useView((state) => state.selectionBox);
  if (guides.length === 0 && !box) return null;
  return <Drawn />;
}

function Drawn() {
  const guides = useView((state) => state.guides);
  const box = useView((state) => state.selectionBox);
  const thin = useStore(({ transform }) => 1 / transform[2]);
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={styles['guide']}
          style={
            axis === 'x'
              ? { left: at - thin / 2, top: from, width: thin, height: to - from }
              : { left: from, top: at - thin / 2, width: to - from, height: thin }
          }
        />
      ))}
      {box && (
        <div
          className={styles['box']}
          style={{
            left: box.x,
            top: box.y,
            width: box.width,
            height: box.height,
            borderWidth: thin,
          }}
        />
      )}
    </ViewportPortal>
  );
}
