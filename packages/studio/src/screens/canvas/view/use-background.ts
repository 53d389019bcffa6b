import { useStoreApi } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';

const gap = 24;

/**
 * Moves the dots of the ground with the view and tells the styles how far away it is. Written
 * straight into the page: no component is drawn again because the view moves.
 */
export function useBackground(element: RefObject<HTMLElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    const canvas = element.current;
    if (!canvas) return;
    let last: readonly number[] | null = null;
    const follow = (): void => {
      const { transform } = store.getState();
      if (transform === last) return;
      last = transform;
      const [x, y, zoom] = transform;
      const step = gap * zoom * (zoom < 0.3 ? 4 : zoom < 0.6 ? 2 : 1);
      canvas.style.setProperty('--dots', `${step}px`);
      canvas.style.backgroundSize = `${step}px ${step}px`;
      canvas.style.backgroundPosition = `${x}px ${y}px`;
      const distance = zoom < 0.4 ? 'far' : 'near';
      if (canvas.dataset['zoom'] !== distance) canvas.dataset['zoom'] = distance;
    };
    follow();
    return store.subscribe(follow);
  }, [element, store]);
}
