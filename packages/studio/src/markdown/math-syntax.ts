/**
 * Formulas for the Markdown lexer: `$$…$$` and `\[…\]` stand alone, `$…$` and `\(…\)` in a line.
 * A dollar sign is a price when a space follows it, or a digit follows the second one.
 */
import type { Tokens, TokenizerExtension } from 'marked';

export interface MathToken extends Tokens.Generic {
  readonly type: 'math';
  readonly text: string;
  readonly display: boolean;
}

const inlineMath = /^\$([^\s$`](?:(?:\\\$|[^$\n`])*?[^\s$\\`])?)\$(?!\d)/;
/** Looking further for an end would make a text full of beginnings slow. */
const lengthMax = 5000;

export const blockMathSyntax: TokenizerExtension = {
  name: 'math',
  level: 'block',
  // At the beginning of a line only: anywhere else it would cut paragraphs into pieces.
  start: (source) => afterLineEnd(source.search(/\n {0,3}(\$\$|\\\[)/)),
  tokenizer(source) {
    const [indent = ''] = /^ {0,3}/.exec(source) ?? [];
    const rest = source.slice(indent.length);
    const math = between(rest, '$$', '$$') ?? between(rest, '\\[', '\\]');
    const [end] = math ? (/^[ \t]*(?:\n|$)/.exec(rest.slice(math.raw.length)) ?? []) : [];
    return math && end !== undefined
      ? { ...math, type: 'math', display: true, raw: indent + math.raw + end }
      : undefined;
  },
};

export const inlineMathSyntax: TokenizerExtension = {
  name: 'math',
  level: 'inline',
  start: (source) => indexOrNothing(source.search(/\$|\\[([]/)),
  tokenizer(source): MathToken | undefined {
    const display = between(source, '$$', '$$') ?? between(source, '\\[', '\\]');
    if (display) return { ...display, type: 'math', display: true };
    const [raw, text = ''] = inlineMath.exec(source.slice(0, lengthMax)) ?? [];
    const inline = raw === undefined ? between(source, '\\(', '\\)') : { raw, text };
    return inline && { ...inline, type: 'math', display: false };
  },
};

function between(
  source: string,
  open: string,
  close: string,
): { raw: string; text: string } | undefined {
  if (!source.startsWith(open)) return undefined;
  const end = source.slice(0, lengthMax).indexOf(close, open.length);
  const text = source.slice(open.length, end).trim();
  if (end < 0 || text === '') return undefined;
  return { raw: source.slice(0, end + close.length), text };
}

function afterLineEnd(index: number): number | undefined {
  return index < 0 ? undefined : index + 1;
}

function indexOrNothing(index: number): number | undefined {
  return index < 0 ? undefined : index;
}
