/**
 * Notes are kept as app files have them: a tree that rich text editors share (root, paragraphs,
 * lists, texts with a mask of formats). People write and read them here as plain text with a few
 * signs: `**bold**`, `*italic*`, `~~struck~~`, `` `code` ``, `[words](address)`, `- item`, `# title`.
 */
export interface NoteSpan {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly struck: boolean;
  readonly code: boolean;
  readonly href: string | null;
}

export interface NoteBlock {
  readonly type: 'paragraph' | 'title' | 'item';
  readonly spans: readonly NoteSpan[];
}

type Tree = Readonly<Record<string, unknown>>;

const formats = { bold: 1, italic: 2, struck: 4, code: 16 } as const;
const plain: Omit<NoteSpan, 'text'> = {
  bold: false,
  italic: false,
  struck: false,
  code: false,
  href: null,
};

/** The blocks of a stored note; a text that is no tree is taken as people write it. */
export function readNote(stored: unknown): readonly NoteBlock[] {
  if (typeof stored !== 'string' || stored.trim() === '') return [];
  try {
    const parsed: unknown = JSON.parse(stored);
    const root = treeAt(parsed, 'root');
    if (root) return childrenOf(root).flatMap(blocksOf);
  } catch {
    // Written by hand.
  }
  return parseNote(stored);
}

function blocksOf(node: Tree): readonly NoteBlock[] {
  switch (node['type']) {
    case 'list':
      return childrenOf(node).flatMap((item): readonly NoteBlock[] => {
        const inner = childrenOf(item);
        const nested = inner.filter(({ type }) => type === 'list').flatMap(blocksOf);
        const spans = inner
          .filter(({ type }) => type !== 'list')
          .flatMap((child) => spansOf(child, null));
        return spans.length > 0 ? [{ type: 'item', spans }, ...nested] : nested;
      });
    case 'heading':
      return [{ type: 'title', spans: childrenOf(node).flatMap((child) => spansOf(child, null)) }];
    default:
      return [
        { type: 'paragraph', spans: childrenOf(node).flatMap((child) => spansOf(child, null)) },
      ];
  }
}

function spansOf(node: Tree, href: string | null): readonly NoteSpan[] {
  if (node['type'] === 'linebreak') return [{ ...plain, text: '\n' }];
  if (node['type'] === 'link' || node['type'] === 'autolink') {
    const url = node['url'];
    const safe = typeof url === 'string' && /^(https?:|mailto:)/i.test(url) ? url : null;
    return childrenOf(node).flatMap((child) => spansOf(child, safe));
  }
  const text = node['text'];
  if (typeof text !== 'string') return childrenOf(node).flatMap((child) => spansOf(child, href));
  const mask = typeof node['format'] === 'number' ? node['format'] : 0;
  return [
    {
      text,
      bold: (mask & formats.bold) !== 0,
      italic: (mask & formats.italic) !== 0,
      struck: (mask & formats.struck) !== 0,
      code: (mask & formats.code) !== 0,
      href,
    },
  ];
}

function treeAt(value: unknown, key: string): Tree | null {
  const found = typeof value === 'object' && value !== null ? (value as Tree)[key] : null;
  return typeof found === 'object' && found !== null ? (found as Tree) : null;
}

function childrenOf(node: Tree): readonly Tree[] {
  const children = node['children'];
  return Array.isArray(children)
    ? (children as readonly unknown[]).filter(
        (child): child is Tree => typeof child === 'object' && child !== null,
      )
    : [];
}

/** The blocks as people write them. */
export function noteToText(blocks: readonly NoteBlock[]): string {
  return blocks
    .map(({ type, spans }) => {
      const line = spans.map(spanToText).join('');
      return type === 'item' ? `- ${line}` : type === 'title' ? `# ${line}` : line;
    })
    .join('\n');
}

function spanToText({ text, bold, italic, struck, code, href }: NoteSpan): string {
  if (text.trim() === '') return text;
  let written = code ? `\`${text}\`` : text;
  if (struck) written = `~~${written}~~`;
  if (italic) written = `*${written}*`;
  if (bold) written = `**${written}**`;
  return href === null ? written : `[${written}](${href})`;
}

/** What people write, as blocks: one a line. */
export function parseNote(text: string): readonly NoteBlock[] {
  return text.split('\n').map((line): NoteBlock => {
    const item = /^\s*[-*•]\s+(.*)$/.exec(line);
    if (item) return { type: 'item', spans: parseSpans(item[1] ?? '', plain) };
    const title = /^#{1,3}\s+(.*)$/.exec(line);
    if (title) return { type: 'title', spans: parseSpans(title[1] ?? '', plain) };
    return { type: 'paragraph', spans: parseSpans(line, plain) };
  });
}

const signs =
  /`([^`]+)`|\*\*(.+?)\*\*|~~(.+?)~~|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]+)\]\(((?:https?:|mailto:)[^)\s]+)\)/;

function parseSpans(text: string, look: Omit<NoteSpan, 'text'>): readonly NoteSpan[] {
  const found = signs.exec(text);
  if (!found) return text === '' ? [] : [{ ...look, text }];
  const [whole, code, bold, struck, italic, words, href] = found;
  const before = text.slice(0, found.index);
  const inner =
    code !== undefined
      ? [{ ...look, code: true, text: code }]
      : bold !== undefined
        ? parseSpans(bold, { ...look, bold: true })
        : struck !== undefined
          ? parseSpans(struck, { ...look, struck: true })
          : italic !== undefined
            ? parseSpans(italic, { ...look, italic: true })
            : parseSpans(words ?? '', { ...look, href: href ?? null });
  return [
    ...(before === '' ? [] : [{ ...look, text: before }]),
    ...inner,
    ...parseSpans(text.slice(found.index + whole.length), look),
  ];
}

/** The stored form of what people write. */
export function writeNote(text: string): string {
  const children: unknown[] = [];
  let items: unknown[] = [];
  const endList = (): void => {
    if (items.length === 0) return;
    children.push({ ...element('list'), children: items, listType: 'bullet', start: 1, tag: 'ul' });
    items = [];
  };
  for (const { type, spans } of parseNote(text)) {
    const inner = inlineNodes(spans);
    if (type === 'item') {
      items.push({ ...element('listitem'), children: inner, value: items.length + 1 });
      continue;
    }
    endList();
    children.push(
      type === 'title'
        ? { ...element('heading'), children: inner, tag: 'h3' }
        : { ...element('paragraph'), children: inner, textFormat: 0 },
    );
  }
  endList();
  return JSON.stringify({ root: { ...element('root'), children } });
}

function inlineNodes(spans: readonly NoteSpan[]): readonly unknown[] {
  return spans.map((span) => {
    const text = {
      detail: 0,
      format:
        (span.bold ? formats.bold : 0) |
        (span.italic ? formats.italic : 0) |
        (span.struck ? formats.struck : 0) |
        (span.code ? formats.code : 0),
      mode: 'normal',
      style: '',
      text: span.text,
      type: 'text',
      version: 1,
    };
    return span.href === null
      ? text
      : {
          ...element('link'),
          children: [text],
          rel: 'noreferrer',
          target: '_blank',
          title: null,
          url: span.href,
        };
  });
}

function element(type: string): Tree {
  return { direction: 'ltr', format: '', indent: 0, type, version: 1 };
}
