/** The tokens of the Markdown lexer as nodes that may be shown. */
import { Lexer, type Token, type Tokens } from 'marked';
import { blocksFrom, inlinesFrom } from './html-nodes.ts';
import { decodeEntities } from './html-tokens.ts';
import { buildHtmlTree, textOfInline, type HtmlPiece } from './html-tree.ts';
import { blockMathSyntax, inlineMathSyntax, type MathToken } from './math-syntax.ts';
import type { Block, Inline, ListItem, Media, TableCell } from './nodes.ts';
import { safeLink, safeSource } from './safe-address.ts';

const lexerOptions = {
  gfm: true,
  extensions: {
    renderers: {},
    childTokens: {},
    block: [blockMathSyntax.tokenizer],
    inline: [inlineMathSyntax.tokenizer],
    startBlock: blockMathSyntax.start ? [blockMathSyntax.start] : [],
    startInline: inlineMathSyntax.start ? [inlineMathSyntax.start] : [],
  },
};

/**
 * Reads a text that grows: what stands before its last block is not read again. Texts that are not
 * longer forms of the one before are read anew. Throws `RangeError` for a text that is nested deeper
 * than the parser can follow.
 */
export function createMarkdownReader(): (text: string) => readonly Block[] {
  let settledText = '';
  let settled: readonly HtmlPiece[] = [];
  return (text) => {
    if (!text.startsWith(settledText)) {
      settledText = '';
      settled = [];
    }
    const tokens = new Lexer(lexerOptions).lex(text.slice(settledText.length));
    const pieces = [...settled, ...piecesOf(tokens)];
    // The last block and the space around it may still become something else.
    const done = tokens.slice(0, Math.max(0, tokens.length - 2));
    const length = done.reduce((sum, { raw }) => sum + raw.length, 0);
    if (length > 0) {
      settled = [...settled, ...piecesOf(done)];
      settledText = text.slice(0, settledText.length + length);
    }
    return blocksOfPieces(pieces);
  };
}

export function blocksOfMarkdown(text: string): readonly Block[] {
  return blocksOf(new Lexer(lexerOptions).lex(text));
}

function blocksOf(tokens: readonly Token[]): readonly Block[] {
  return blocksOfPieces(piecesOf(tokens));
}

function piecesOf(tokens: readonly Token[]): readonly HtmlPiece[] {
  return tokens.flatMap((token): readonly HtmlPiece[] => {
    if (token.type === 'html') return [{ type: 'html', html: token.raw }];
    const block = blockOf(token);
    return block ? [{ type: 'block', node: block }] : [];
  });
}

/** Without HTML there is nothing to put together. */
function blocksOfPieces(pieces: readonly HtmlPiece[]): readonly Block[] {
  return pieces.every((piece) => piece.type === 'block')
    ? pieces.map(({ node }) => node)
    : blocksFrom(buildHtmlTree(pieces));
}

/** Tokens are told apart by their type; the lexer’s own types allow any name. */
function blockOf(token: Token): Block | null {
  switch (token.type) {
    case 'paragraph':
    case 'text':
      return paragraphOf(inlinesOf((token as Tokens.Paragraph).tokens ?? [token]));
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      return { type: 'heading', level: depth, children: inlinesOf(tokens) };
    }
    case 'code':
      return codeOf(token as Tokens.Code);
    case 'blockquote':
      return { type: 'quote', children: blocksOf((token as Tokens.Blockquote).tokens) };
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      return { type: 'list', start: ordered ? Number(start) || 1 : null, items: items.map(itemOf) };
    }
    case 'table':
      return tableOf(token as Tokens.Table);
    case 'math':
      return { type: 'math', text: (token as MathToken).text };
    case 'hr':
      return { type: 'rule' };
    default:
      return null;
  }
}

/** A formula that is a paragraph of its own stands alone. */
function paragraphOf(children: readonly Inline[]): Block {
  const [only, ...rest] = children;
  return only?.type === 'math' && only.display && rest.length === 0
    ? { type: 'math', text: only.text }
    : { type: 'paragraph', children };
}

function codeOf({ raw, text, lang, codeBlockStyle }: Tokens.Code): Block {
  const [fence = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(raw) ?? [];
  const closed =
    codeBlockStyle === 'indented' || new RegExp(`\\n {0,3}${fence.trim()}[\`~]*\\s*$`).test(raw);
  const language = /^[\w+#.-]{1,40}/.exec(lang ?? '')?.[0] ?? '';
  return { type: 'code', text, language: language.toLowerCase(), closed };
}

function itemOf({ task, checked, tokens }: Tokens.ListItem): ListItem {
  return { checked: task ? checked === true : null, children: blocksOf(tokens) };
}

function tableOf({ align, header, rows }: Tokens.Table): Block {
  const cell = ({ tokens }: Tokens.TableCell): TableCell => ({
    children: inlinesOf(tokens),
    columns: 1,
    rows: 1,
  });
  return { type: 'table', align, head: header.map(cell), rows: rows.map((row) => row.map(cell)) };
}

function inlinesOf(tokens: readonly Token[]): readonly Inline[] {
  const pieces = tokens.flatMap((token): readonly HtmlPiece[] => {
    if (token.type === 'html') return [{ type: 'html', html: token.raw }];
    return inlineOf(token).map((node) => ({ type: 'inline', node }));
  });
  return pieces.every((piece) => piece.type === 'inline')
    ? pieces.map(({ node }) => node)
    : inlinesFrom(buildHtmlTree(pieces));
}

function inlineOf(token: Token): readonly Inline[] {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return [
        {
          type: 'styled',
          tag: token.type,
          style: {},
          children: inlinesOf((token as Tokens.Strong).tokens),
        },
      ];
    case 'codespan':
      return [{ type: 'code', text: (token as Tokens.Codespan).text }];
    case 'br':
      return [{ type: 'break' }];
    case 'math': {
      const { text, display } = token as MathToken;
      return [{ type: 'math', text, display }];
    }
    case 'link': {
      const { href, title, tokens } = token as Tokens.Link;
      return [
        {
          type: 'link',
          href: safeLink(decodeEntities(href)),
          title: decodeEntities(title ?? ''),
          children: inlinesOf(tokens),
        },
      ];
    }
    case 'image':
      return [mediaOf(token as Tokens.Image)];
    case 'escape':
      return [{ type: 'text', text: (token as Tokens.Escape).text }];
    case 'text': {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? inlinesOf(tokens) : textWithBreaks(decodeEntities(text));
    }
    default:
      return [];
  }
}

/** A single line end is one: models write lists of lines without the two spaces. */
function textWithBreaks(text: string): readonly Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): readonly Inline[] => [
      ...(index === 0 ? [] : [{ type: 'break' } as const]),
      ...(line === '' ? [] : [{ type: 'text', text: line } as const]),
    ]);
}

const kindsByEnding: readonly (readonly [RegExp, Media['kind']])[] = [
  [/\.(mp4|webm|mov|m4v|ogv)(\?|#|$)|^data:video\//i, 'video'],
  [/\.(mp3|wav|m4a|ogg|aac|flac|amr)(\?|#|$)|^data:audio\//i, 'audio'],
];

function mediaOf({ href, title, text, tokens }: Tokens.Image): Media {
  const address = decodeEntities(href);
  const kind = kindsByEnding.find(([ending]) => ending.test(address))?.[1] ?? 'image';
  const words = tokens ? inlinesOf(tokens).map(textOfInline).join('') : decodeEntities(text);
  return {
    type: 'media',
    kind,
    ...safeSource(address, kind),
    words: words || decodeEntities(title ?? ''),
    width: null,
    height: null,
  };
}
