/**
 * Cuts the HTML in an answer into tags and text, without a document to parse it in. It needs to know
 * less than a browser, because what it does not understand is shown as the text that it is.
 *
 * A tag is `<name attributes>` or `</name>`. Comments, declarations and elements whose inside is not
 * text for readers (`script`, `style` …) vanish whole, closed or not.
 */
export type HtmlToken =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'open';
      /** In lower case. */
      readonly tag: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly raw: string;
    }
  | { readonly type: 'close'; readonly tag: string; readonly raw: string };

const tagAt =
  /<(\/?)([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*\/?>/iy;
const attributeIn = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const invisible = new Set(
  'script style iframe noscript noembed noframes template object embed applet svg math head title xmp plaintext frameset'.split(
    ' ',
  ),
);
const attributesMax = 50;

export function readHtml(html: string): readonly HtmlToken[] {
  const tokens: HtmlToken[] = [];
  let at = 0;
  let textFrom = 0;
  const flush = (until: number): void => {
    if (until > textFrom)
      tokens.push({ type: 'text', text: decodeEntities(html.slice(textFrom, until)) });
  };
  while (at < html.length) {
    const next = html.indexOf('<', at);
    if (next < 0) break;
    const hiddenEnd = endOfHidden(html, next);
    if (hiddenEnd !== null) {
      flush(next);
      at = hiddenEnd;
      textFrom = at;
      continue;
    }
    tagAt.lastIndex = next;
    const match = tagAt.exec(html);
    if (!match) {
      at = next + 1;
      continue;
    }
    flush(next);
    const [raw, slash, name = '', attributes = ''] = match;
    const tag = name.toLowerCase();
    if (slash === '/') tokens.push({ type: 'close', tag, raw });
    else tokens.push({ type: 'open', tag, attributes: readAttributes(attributes), raw });
    at = next + raw.length;
    textFrom = at;
  }
  flush(html.length);
  return tokens;
}

/** Where a comment, a declaration or an invisible element ends that begins here; null when none does. */
function endOfHidden(html: string, at: number): number | null {
  if (html.startsWith('<!--', at)) return endAfter(html, '-->', at);
  if (html.startsWith('<!', at) || html.startsWith('<?', at)) return endAfter(html, '>', at);
  const name = /^<([a-z]+)(?=[\s/>]|$)/i.exec(html.slice(at, at + 20))?.[1]?.toLowerCase();
  if (name === undefined || !invisible.has(name)) return null;
  const close = new RegExp(`</${name}[^>]*>`, 'gi');
  close.lastIndex = at;
  return close.exec(html) ? close.lastIndex : html.length;
}

function endAfter(html: string, end: string, at: number): number {
  const found = html.indexOf(end, at);
  return found < 0 ? html.length : found + end.length;
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  let count = 0;
  for (const [, name = '', double, single, bare] of text.matchAll(attributeIn)) {
    if ((count += 1) > attributesMax) break;
    const key = name.toLowerCase();
    // The first one counts, as in a browser.
    if (!Object.prototype.hasOwnProperty.call(attributes, key))
      attributes[key] = decodeEntities(double ?? single ?? bare ?? '');
  }
  return attributes;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
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
  bull: '•',
  middot: '·',
  times: '×',
  divide: '÷',
  deg: '°',
  plusmn: '±',
  larr: '←',
  uarr: '↑',
  rarr: '→',
  darr: '↓',
  yen: '¥',
  euro: '€',
  pound: '£',
  sect: '§',
  para: '¶',
  laquo: '«',
  raquo: '»',
  le: '≤',
  ge: '≥',
  ne: '≠',
  infin: '∞',
  tab: '\t',
  newline: '\n',
  colon: ':',
  lpar: '(',
  rpar: ')',
  sol: '/',
};

/** Character references as text; names that nobody here knows stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}
