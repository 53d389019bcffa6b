import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';

/** How near to the end counts as there, in pixels. */
const nearPx = 60;

/** Keeps the newest words in sight while they are written, unless the reader has scrolled away. */
export function useStayAtEnd(content: unknown) {
  const frame = useRef<HTMLDivElement>(null);
  const stays = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = useCallback((): void => {
    if (frame.current) frame.current.scrollTop = frame.current.scrollHeight;
  }, []);
  const stay = useCallback((): void => {
    stays.current = true;
    setAtEnd(true);
    toEnd();
  }, [toEnd]);
  const lastTop = useRef(0);
  const onScroll = useCallback((): void => {
    if (!frame.current) return;
    const { scrollHeight, scrollTop, clientHeight } = frame.current;
    const isNear = scrollHeight - scrollTop - clientHeight < nearPx;
    // Content that grows moves the end away as well: only whoever goes up has left it.
    if (isNear) stays.current = true;
    else if (scrollTop < lastTop.current) stays.current = false;
    lastTop.current = scrollTop;
    setAtEnd(isNear || stays.current);
  }, []);
  useLayoutEffect(() => {
    if (stays.current) toEnd();
  }, [content, toEnd]);
  // Pictures and drawings grow after they were put in.
  useLayoutEffect(() => {
    const inside = frame.current?.firstElementChild;
    if (!inside) return undefined;
    const observer = new ResizeObserver(() => {
      if (stays.current) toEnd();
    });
    observer.observe(inside);
    return () => observer.disconnect();
  }, [toEnd]);
  return useMemo(() => ({ frame, isAtEnd, stay, onScroll }), [isAtEnd, stay, onScroll]);
}
