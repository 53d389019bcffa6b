/** The tree of an answer's HTML as nodes that may be shown. */
import { formFrom, lookOf } from './html-form.ts';
import { blockTags, textInside, type HtmlChild, type HtmlElement } from './html-tree.ts';
import type { Block, Inline, InlineTag, Media, SafeStyle, TableCell } from './nodes.ts';
import { safeLink, safeSource } from './safe-address.ts';
import { fontStyle, safeStyle } from './safe-style.ts';

export function blocksFrom(children: readonly HtmlChild[]): readonly Block[] {
  const blocks: Block[] = [];
  let line: Inline[] = [];
  const endLine = (): void => {
    if (line.some((node) => node.type !== 'text' || node.text.trim() !== ''))
      blocks.push({ type: 'paragraph', children: line });
    line = [];
  };
  for (const child of children) {
    if (child.type === 'block') {
      endLine();
      blocks.push(child.node);
    } else if (child.type === 'element' && blockTags.has(child.tag)) {
      endLine();
      blocks.push(...blockFrom(child));
    } else line.push(...inlinesFrom([child]));
  }
  endLine();
  return blocks;
}

function blockFrom(element: HtmlElement): readonly Block[] {
  const { tag, attributes, children } = element;
  switch (tag) {
    case 'hr':
      return [{ type: 'rule' }];
    case 'blockquote':
      return [{ type: 'quote', children: blocksFrom(children) }];
    case 'pre':
      return [{ type: 'code', text: textInside(children), language: '', closed: true }];
    case 'ul':
      return [{ type: 'list', start: null, items: itemsFrom(children) }];
    case 'ol':
      return [
        { type: 'list', start: countOf(attributes['start']) ?? 1, items: itemsFrom(children) },
      ];
    case 'table':
      return tableFrom(element);
    case 'details':
      return [detailsFrom(element)];
    case 'form':
      return [formFrom(element)];
    case 'audio':
    case 'video':
      return [{ type: 'paragraph', children: [mediaFrom(element, tag)] }];
  }
  const level = /^h([1-6])$/.exec(tag)?.[1];
  if (level !== undefined)
    return [{ type: 'heading', level: Number(level), children: inlinesFrom(children) }];
  const style = styleOf(element);
  const inside = blocksFrom(children);
  return Object.keys(style).length === 0 ? inside : [{ type: 'box', style, children: inside }];
}

function styleOf({ tag, attributes }: HtmlElement): SafeStyle {
  const align = tag === 'center' ? 'center' : (attributes['align'] ?? '');
  return {
    ...safeStyle(`text-align: ${align}`),
    ...(tag === 'font' ? fontStyle(attributes) : {}),
    ...safeStyle(attributes['style'] ?? ''),
  };
}

function itemsFrom(children: readonly HtmlChild[]) {
  return children.flatMap((child) =>
    child.type === 'element' && child.tag === 'li'
      ? [{ checked: null, children: blocksFrom(child.children) }]
      : [],
  );
}

function detailsFrom({ attributes, children }: HtmlElement): Block {
  const summary = children.find(
    (child): child is HtmlElement => child.type === 'element' && child.tag === 'summary',
  );
  return {
    type: 'details',
    summary: summary ? inlinesFrom(summary.children) : [],
    open: 'open' in attributes,
    children: blocksFrom(children.filter((child) => child !== summary)),
  };
}

function tableFrom(element: HtmlElement): readonly Block[] {
  const rows = rowsIn(element);
  const [first] = rows;
  if (!first) return blocksFrom(element.children);
  const hasHead = first.every(({ tag }) => tag === 'th');
  const cells = rows.map((row) => row.map(cellFrom));
  return [
    {
      type: 'table',
      align: first.map(({ attributes }) => alignOf(attributes['align'])),
      head: hasHead ? (cells[0] ?? []) : [],
      rows: hasHead ? cells.slice(1) : cells,
    },
  ];
}

function rowsIn(element: HtmlElement): readonly (readonly HtmlElement[])[] {
  return element.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    if (child.tag !== 'tr') return /^t(head|body|foot)$/.test(child.tag) ? rowsIn(child) : [];
    const cells = child.children.filter(
      (cell): cell is HtmlElement =>
        cell.type === 'element' && (cell.tag === 'td' || cell.tag === 'th'),
    );
    return cells.length === 0 ? [] : [cells];
  });
}

function cellFrom({ attributes, children }: HtmlElement): TableCell {
  return {
    children: inlinesFrom(children),
    columns: Math.min(countOf(attributes['colspan']) ?? 1, 50),
    rows: Math.min(countOf(attributes['rowspan']) ?? 1, 50),
  };
}

function alignOf(value: string | undefined): 'left' | 'right' | 'center' | null {
  return value === 'left' || value === 'right' || value === 'center' ? value : null;
}

/** Blocks inside of a line lose their frame and keep their words. */
export function inlinesFrom(children: readonly HtmlChild[]): readonly Inline[] {
  return children.flatMap((child): readonly Inline[] => {
    if (child.type === 'text') return child.text === '' ? [] : [child];
    if (child.type === 'inline') return [child.node];
    return child.type === 'block' ? [] : inlineFrom(child);
  });
}

function inlineFrom(element: HtmlElement): readonly Inline[] {
  const { tag, attributes, children } = element;
  switch (tag) {
    case 'br':
    case 'hr':
      return [{ type: 'break' }];
    case 'wbr':
    case 'input':
    case 'select':
    case 'textarea':
    case 'source':
    case 'option':
      return [];
    case 'img':
      return [mediaFrom(element, 'image')];
    case 'audio':
    case 'video':
      return [mediaFrom(element, tag)];
    case 'a':
      return [
        {
          type: 'link',
          href: safeLink(attributes['href'] ?? ''),
          title: attributes['title'] ?? '',
          children: inlinesFrom(children),
        },
      ];
    case 'button': {
      const link = attributes['data-link'];
      return [
        {
          type: 'reply',
          words: textInside(children).trim(),
          message: attributes['data-message'] ?? null,
          href: link === undefined ? null : safeLink(link),
          look: lookOf(attributes['data-variant']),
        },
      ];
    }
  }
  const style = styleOf(element);
  const known = inlineTagOf[tag];
  if (known === undefined && Object.keys(style).length === 0) return inlinesFrom(children);
  return [{ type: 'styled', tag: known ?? 'span', style, children: inlinesFrom(children) }];
}

const inlineTagOf: Readonly<Record<string, InlineTag>> = {
  b: 'strong',
  strong: 'strong',
  i: 'em',
  em: 'em',
  cite: 'em',
  var: 'em',
  s: 'del',
  strike: 'del',
  del: 'del',
  u: 'ins',
  ins: 'ins',
  sub: 'sub',
  sup: 'sup',
  mark: 'mark',
  small: 'small',
  kbd: 'kbd',
  code: 'code',
  samp: 'code',
  tt: 'code',
};

function mediaFrom({ attributes, children }: HtmlElement, kind: Media['kind']): Media {
  const inner = children.find(
    (child): child is HtmlElement => child.type === 'element' && child.tag === 'source',
  );
  const address = attributes['src'] ?? inner?.attributes['src'] ?? '';
  return {
    type: 'media',
    kind,
    ...safeSource(address, kind),
    words: attributes['alt'] ?? attributes['title'] ?? '',
    width: countOf(attributes['width']),
    height: countOf(attributes['height']),
  };
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : null;
}
