/** The inside of the frame that diagrams are drawn in; see `draw-diagram.ts`. */
import '../start/fill-gaps.ts';
import '@mermaid-js/tiny';
import type { DiagramAnswer, DiagramOrder, Drawn } from './draw-diagram.ts';

interface Mermaid {
  initialize(config: Readonly<Record<string, unknown>>): void;
  render(id: string, source: string): Promise<{ readonly svg: string }>;
}

const { mermaid } = globalThis as unknown as { readonly mermaid: Mermaid };

const font =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

async function draw({ id, source, theme }: DiagramOrder): Promise<Drawn> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    // As words of the picture: HTML inside would be another document.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    suppressErrorRendering: true,
    maxTextSize: 50_000,
    maxEdges: 500,
    theme: theme === 'dark' ? 'dark' : 'neutral',
    fontFamily: font,
  });
  try {
    const { svg } = await mermaid.render(`diagram-${id}`, withoutDirectives(source));
    return { svg: whole(svg), ...sizeOf(svg) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message.slice(0, 300) : String(error) };
  }
}

/** A diagram does not decide how it is drawn: `%%{init: …}%%` and a head of settings are left out. */
function withoutDirectives(source: string): string {
  return source.replace(/%%\{[\s\S]*?\}%%/g, '').replace(/^\s*---\n[\s\S]*?\n---\s*\n/, '');
}

/** A picture in a file of its own names the language that it is written in. */
function whole(svg: string): string {
  const named = svg.includes('xmlns="http://www.w3.org/2000/svg"')
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return named.replace(/<br>/g, '<br/>');
}

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width = '600', height = '400'] =
    /viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(svg) ?? [];
  return { width: Math.ceil(Number(width)), height: Math.ceil(Number(height)) };
}

const answer = (message: DiagramAnswer): void => parent.postMessage(message, location.origin);

addEventListener('message', ({ source, origin, data }: MessageEvent<DiagramOrder>) => {
  if (source !== parent || origin !== location.origin || data.type !== 'outpost-draw') return;
  void draw(data).then((result) => answer({ type: 'outpost-drawn', id: data.id, result }));
});
answer({ type: 'outpost-ready' });
