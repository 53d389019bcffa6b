/**
 * Builds a tree of tags that may lie in several pieces of an answer: `<details>` in one paragraph,
 * `</details>` in a later one, Markdown between. What is open at the end is closed there; a tag that
 * nobody here knows is the text that it was written as.
 */
import type { Block, Inline } from './nodes.ts';
import { readHtml } from './html-tokens.ts';

export interface HtmlElement {
  readonly type: 'element';
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly HtmlChild[];
}

export type HtmlChild =
  | HtmlElement
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'inline'; readonly node: Inline }
  | { readonly type: 'block'; readonly node: Block };

/** What goes into a tree: HTML as it was written, or nodes of the Markdown around it. */
export type HtmlPiece =
  | { readonly type: 'html'; readonly html: string }
  | Exclude<HtmlChild, HtmlElement>;

export const blockTags: ReadonlySet<string> = new Set(
  'address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul video audio'.split(
    ' ',
  ),
);
const inlineTags: ReadonlySet<string> = new Set(
  'a abbr b big br button cite code del em font i img input ins kbd label mark option q s samp select small source span strike strong sub summary sup textarea time tt u var wbr'.split(
    ' ',
  ),
);
const emptyTags = new Set(['br', 'hr', 'img', 'input', 'source', 'wbr']);
const depthMax = 40;

interface Open {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: HtmlChild[];
}

export function buildHtmlTree(pieces: readonly HtmlPiece[]): readonly HtmlChild[] {
  const root: Open = { tag: '', attributes: {}, children: [] };
  const stack: Open[] = [root];
  const top = (): Open => stack.at(-1) ?? root;
  const close = (): void => {
    const element = stack.pop();
    if (element) top().children.push({ type: 'element', ...element });
  };
  for (const piece of pieces) {
    if (piece.type !== 'html') {
      top().children.push(piece);
      continue;
    }
    for (const token of readHtml(piece.html)) {
      if (token.type === 'text') {
        top().children.push(token);
        continue;
      }
      const { tag, raw } = token;
      if (!blockTags.has(tag) && !inlineTags.has(tag))
        top().children.push({ type: 'text', text: raw });
      else if (token.type === 'open') {
        const element: Open = { tag, attributes: token.attributes, children: [] };
        if (emptyTags.has(tag)) top().children.push({ type: 'element', ...element });
        else if (stack.length < depthMax) {
          if (closesItself(top().tag, tag)) close();
          stack.push(element);
        }
      } else if (stack.some((open) => open.tag === tag)) {
        while (top().tag !== tag) close();
        close();
      }
    }
  }
  while (stack.length > 1) close();
  return root.children;
}

/** Elements whose end people leave out. */
function closesItself(open: string, next: string): boolean {
  if (open === 'p') return blockTags.has(next);
  if (open === next) return ['li', 'tr', 'td', 'th', 'option', 'dt', 'dd'].includes(open);
  const cells = ['td', 'th'];
  if (cells.includes(open)) return cells.includes(next) || next === 'tr';
  return (open === 'dt' && next === 'dd') || (open === 'dd' && next === 'dt');
}

/** All text inside, for places that hold nothing else. */
export function textInside(children: readonly HtmlChild[]): string {
  return children
    .map((child) => {
      if (child.type === 'element') return child.tag === 'br' ? '\n' : textInside(child.children);
      if (child.type === 'text') return child.text;
      return child.type === 'inline' ? textOfInline(child.node) : '';
    })
    .join('');
}

export function textOfInline(node: Inline): string {
  switch (node.type) {
    case 'text':
    case 'code':
    case 'math':
      return node.text;
    case 'break':
      return '\n';
    case 'link':
    case 'styled':
      return node.children.map(textOfInline).join('');
    case 'media':
    case 'reply':
      return node.words;
    default:
      return node satisfies never;
  }
}
