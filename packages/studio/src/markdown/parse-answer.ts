import { isInFence, settleTail } from './settle-tail.ts';
import { blocksOfMarkdown, createMarkdownReader } from './markdown-nodes.ts';
import type { Block } from './nodes.ts';

export interface ParseOptions {
  /** Whether more of the text is to come. */
  readonly writing: boolean;
}

/** Longer texts are shown as they are: parsing them would hold up the page. */
const lengthMax = 400_000;

/** An answer, Markdown with a little HTML, as nodes that are safe to show. Never throws. */
export function parseAnswer(text: string, options: ParseOptions): readonly Block[] {
  return createAnswerParser()(text, options);
}

/** The same for an answer that is read again and again while it grows. */
export function createAnswerParser(): (text: string, options: ParseOptions) => readonly Block[] {
  const readers: ReturnType<typeof createMarkdownReader>[] = [];
  return (text, { writing }) => {
    if (text.length > lengthMax || isTangled(text)) return asItIs(text);
    try {
      return splitThinking(text, writing).flatMap((part, index, parts) => {
        // Whole texts are read at once: what stands at the end may be referred to at the beginning.
        const read = writing ? (readers[index] ??= createMarkdownReader()) : blocksOfMarkdown;
        const blocks = read(
          writing && index === parts.length - 1 ? settleTail(part.text) : part.text,
        );
        return part.thinking
          ? [{ type: 'thinking', closed: part.closed, children: blocks } as const]
          : blocks;
      });
    } catch (error) {
      if (error instanceof RangeError) return asItIs(text);
      throw error;
    }
  };
}

/** Thousands of open marks in one paragraph take the parser seconds, for nothing that anybody reads. */
function isTangled(text: string): boolean {
  return (
    text.length > marksMax &&
    text.split(/\n[ \t]*\n/).some((paragraph) => {
      if (paragraph.length < marksMax) return false;
      // Cells and items are read one by one.
      const running = paragraph.replace(/^[ \t]*(\||[-*+] |\d+[.)] |#).*$/gm, '');
      return (running.match(/[*_]/g)?.length ?? 0) > marksMax;
    })
  );
}

const marksMax = 4000;

function asItIs(text: string): readonly Block[] {
  return [{ type: 'code', text, language: '', closed: true }];
}

interface Part {
  readonly thinking: boolean;
  readonly closed: boolean;
  readonly text: string;
}

/**
 * Divides what a model thinks from what it says. It is marked by `<think>…</think>`; some servers
 * swallow the first mark, so an end without a beginning ends a thought that began with the text.
 */
function splitThinking(text: string, writing: boolean): readonly Part[] {
  if (!/<\/?think(ing)?>/i.test(text)) return [{ thinking: false, closed: true, text }];
  const parts: Part[] = [];
  let rest = text;
  let before = '';
  for (;;) {
    const open = /^([ \t]*)<think(?:ing)?>/im.exec(rest);
    const close = /<\/think(?:ing)?>/i.exec(rest);
    if (close && (!open || close.index < open.index) && before === '' && parts.length === 0) {
      parts.push({ thinking: true, closed: true, text: rest.slice(0, close.index) });
      rest = rest.slice(close.index + close[0].length);
      continue;
    }
    if (!open) break;
    const head = rest.slice(0, open.index);
    const inside = rest.slice(open.index + open[0].length);
    if (isInFence(before + head)) {
      // Shown as code, so it is none of ours.
      before += head + open[0];
      rest = inside;
      continue;
    }
    const end = /<\/think(?:ing)?>/i.exec(inside);
    if ((before + head).trim() !== '')
      parts.push({ thinking: false, closed: true, text: before + head });
    before = '';
    parts.push({
      thinking: true,
      closed: end !== null || !writing,
      text: end ? inside.slice(0, end.index) : inside,
    });
    rest = end ? inside.slice(end.index + end[0].length) : '';
  }
  if ((before + rest).trim() !== '')
    parts.push({ thinking: false, closed: true, text: before + rest });
  return parts;
}
