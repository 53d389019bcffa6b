/**
 * A page's words. One pass over the tags: what is not shown is left out, blocks stand on lines of
 * their own, list items get a dash, table cells a bar, headings their Markdown marks. This is for
 * reading by a model, not for showing.
 */
export function textFromHtml(html: string): string {
  const parts: string[] = [];
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    parts.push(
      decodeEntities(html.slice(position, open < 0 ? html.length : open)).replace(/\s+/g, ' '),
    );
    if (open < 0) break;
    const tag = readTag(html, open);
    if (tag === null) {
      parts.push('<');
      position = open + 1;
      continue;
    }
    parts.push(marks(tag));
    position = hidden.has(tag.name) && !tag.closes ? skipElement(html, tag) : tag.end;
  }
  return tidy(parts.join(''));
}

interface Tag {
  /** Lower case; empty for comments and declarations. */
  readonly name: string;
  readonly closes: boolean;
  readonly end: number;
}

function readTag(html: string, open: number): Tag | null {
  if (html.startsWith('<!--', open)) {
    const close = html.indexOf('-->', open + 4);
    return { name: '', closes: false, end: close < 0 ? html.length : close + 3 };
  }
  tagStart.lastIndex = open;
  const match = tagStart.exec(html);
  if (!match) return null;
  return {
    name: (match[2] ?? '').toLowerCase(),
    closes: match[1] === '/',
    end: tagEnd(html, tagStart.lastIndex),
  };
}

const tagStart = /<(\/?)([a-zA-Z][\w:-]*|[!?])/y;

/** The place behind the `>` that ends a tag; one within quotes does not. */
function tagEnd(html: string, start: number): number {
  let quote = '';
  for (let position = start; position < html.length; position += 1) {
    const character = html[position] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return position + 1;
    else if ((character === '"' || character === "'") && html[position - 1] === '=')
      quote = character;
  }
  return html.length;
}

const hidden: ReadonlySet<string> = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'head',
  'iframe',
  'object',
]);

function skipElement(html: string, { name, end }: Tag): number {
  const close = new RegExp(`</${name}\\s*>`, 'gi');
  close.lastIndex = end;
  return close.exec(html) ? close.lastIndex : html.length;
}

const blocks: ReadonlySet<string> = new Set(
  `p div section article header footer main aside nav ul ol dl dt dd table thead tbody blockquote pre
  figure figcaption form fieldset address hr h1 h2 h3 h4 h5 h6 body html title`.split(/\s+/),
);

function marks({ name, closes }: Tag): string {
  if (name === 'br') return '\n';
  if (name === 'tr') return closes ? '' : '\n';
  if (name === 'li') return closes ? '' : '\n- ';
  if (name === 'td' || name === 'th') return closes ? ' | ' : '';
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level && !closes) return `\n\n${'#'.repeat(Number(level))} `;
  return blocks.has(name) ? '\n\n' : '';
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/ \|$/, ''))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return entities[name] ?? entities[name.toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  times: '×',
  divide: '÷',
  plusmn: '±',
  deg: '°',
  sect: '§',
  para: '¶',
  euro: '€',
  yen: '¥',
  pound: '£',
  cent: '¢',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
};
