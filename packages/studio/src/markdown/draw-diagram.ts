/**
 * Diagrams are drawn in a frame of their own. The library needs style attributes and style elements,
 * which the page's policy refuses for good reasons; the frame's own policy allows them and nothing
 * else, and it holds neither tokens nor conversations. What comes back is a picture.
 */
export type Drawn =
  | { readonly svg: string; readonly width: number; readonly height: number }
  | { readonly reason: string };

export interface DiagramRequest {
  readonly source: string;
  readonly theme: 'light' | 'dark';
  readonly base: URL;
}

/** What the frame is asked, and what it answers (`drawing-frame.ts`). */
export interface DiagramOrder {
  readonly type: 'outpost-draw';
  readonly id: number;
  readonly source: string;
  readonly theme: 'light' | 'dark';
}
export type DiagramAnswer =
  | { readonly type: 'outpost-ready' }
  | { readonly type: 'outpost-drawn'; readonly id: number; readonly result: Drawn };

let frame: Promise<HTMLIFrameElement> | null = null;
let lastId = 0;
const drawMs = 20_000;
const sourceLengthMax = 50_000;

/** Never rejects; a diagram that cannot be drawn has its reason. */
export async function drawDiagram({ source, theme, base }: DiagramRequest): Promise<Drawn> {
  if (source.length > sourceLengthMax) return { reason: `> ${sourceLengthMax}` };
  frame ??= openFrame(base);
  const { contentWindow } = await frame;
  lastId += 1;
  const order: DiagramOrder = { type: 'outpost-draw', id: lastId, source, theme };
  const answer = await nextAnswer(
    (message) => message.type === 'outpost-drawn' && message.id === order.id,
    contentWindow,
    () => contentWindow?.postMessage(order, location.origin),
  );
  if (answer?.type === 'outpost-drawn') return answer.result;
  // Whatever it is busy with, the next one begins anew.
  (await frame).remove();
  frame = null;
  return { reason: `${drawMs / 1000} s` };
}

async function openFrame(base: URL): Promise<HTMLIFrameElement> {
  const element = document.createElement('iframe');
  element.src = new URL('drawing', base).href;
  element.title = '';
  element.setAttribute('aria-hidden', 'true');
  element.tabIndex = -1;
  // Seen by nobody, but laid out: the library measures its words.
  element.className = 'off-screen';
  await nextAnswer(
    ({ type }) => type === 'outpost-ready',
    () => element.contentWindow,
    () => document.body.append(element),
  );
  return element;
}

function nextAnswer(
  isWanted: (message: DiagramAnswer) => boolean,
  from: Window | null | (() => Window | null),
  ask: () => void,
): Promise<DiagramAnswer | null> {
  return new Promise((resolve) => {
    const finish = (answer: DiagramAnswer | null): void => {
      clearTimeout(late);
      removeEventListener('message', onMessage);
      resolve(answer);
    };
    const onMessage = ({ source, data }: MessageEvent<DiagramAnswer>): void => {
      const sender = typeof from === 'function' ? from() : from;
      if (source === sender && typeof data === 'object' && isWanted(data)) finish(data);
    };
    const late = setTimeout(() => finish(null), drawMs);
    addEventListener('message', onMessage);
    ask();
  });
}
