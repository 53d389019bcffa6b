/**
 * Makes the unfinished end of a text readable while it is being written: marks that are open are
 * closed, and what cannot mean anything yet – half a link, half a tag – waits. Only the last
 * paragraph is touched; a code block or formula that is open is left to the parser.
 */
export function settleTail(written: string): string {
  if (isInFence(written)) return written;
  const text = withoutOpenForm(written);
  const start = text.lastIndexOf('\n\n') + 1;
  const head = text.slice(0, start);
  let tail = text.slice(start);
  // `text` and a line of dashes is a heading, once it is known that the line ends there.
  tail = tail.replace(/\n[ \t]*(=+|-+)[ \t]*$/, '\n');
  tail = withoutOpenTag(tail);
  if (/^\n?[ \t]*\|[^\n]*$/.test(tail)) return head;
  tail = withoutOpenMath(tail);
  tail = withoutOpenLink(tail);
  return head + closeMarks(tail);
}

/** Whether the text ends inside a fenced block of code. */
export function isInFence(text: string): boolean {
  let fence: string | null = null;
  for (const [, mark = '', rest = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,})([^\n]*)$/gm)) {
    if (fence === null) fence = mark;
    else if (mark[0] === fence[0] && mark.length >= fence.length && rest.trim() === '')
      fence = null;
  }
  return fence !== null;
}

function withoutOpenTag(tail: string): string {
  const open = tail.lastIndexOf('<');
  if (open < 0) return tail;
  const rest = tail.slice(open);
  // An attribute may hold `>` between quotation marks, so the end is looked for as a tag has it.
  return /^<\/?[a-z!]/i.test(rest) && !/^<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>/.test(rest)
    ? tail.slice(0, open)
    : tail;
}

/** A form is shown when it is whole: half of one could be sent. */
function withoutOpenForm(text: string): string {
  const lower = text.toLowerCase();
  const opened = lower.lastIndexOf('<form');
  return opened >= 0 && !lower.includes('</form>', opened) ? text.slice(0, opened) : text;
}

function withoutOpenMath(tail: string): string {
  const marks = tail.split('$$').length - 1;
  if (marks % 2 === 1) return tail.slice(0, tail.lastIndexOf('$$'));
  const bracket = tail.lastIndexOf('\\[');
  return bracket >= 0 && !tail.includes('\\]', bracket) ? tail.slice(0, bracket) : tail;
}

function withoutOpenLink(tail: string): string {
  const match = /(!?)\[([^[\]\n]*)(?:\](?:\([^()\n]*)?)?$/.exec(tail);
  if (!match) return tail;
  const [whole, picture, words = ''] = match;
  // Square brackets alone are ordinary text: only what has begun to be a link waits.
  if (picture === '' && whole.endsWith(']')) return tail;
  return tail.slice(0, match.index) + (picture === '!' ? '' : words);
}

function closeMarks(tail: string): string {
  // Marks inside code mean nothing.
  const ticks = tail.match(/`+/g) ?? [];
  const openTicks = ticks.length % 2 === 1 ? (ticks.at(-1) ?? '') : '';
  if (openTicks !== '') {
    const at = tail.lastIndexOf(openTicks);
    return tail.slice(at).trim() === openTicks ? tail.slice(0, at) : tail + openTicks;
  }
  const bare = tail.replace(/(`+)[\s\S]*?\1/g, '').replace(/\\[\s\S]/g, '');
  let text = tail;
  // A mark that has just been written and marks nothing yet.
  const last = /(?:\*{1,3}|~~|__)$/.exec(bare)?.[0];
  if (last !== undefined && bare.split(last).length % 2 === 0) return tail.slice(0, -last.length);
  const closing: string[] = [];
  let rest = bare;
  for (const mark of ['***', '**', '~~', '__', '*']) {
    const parts = rest.split(mark);
    // A star at the beginning of a line is an item of a list.
    const opens = parts.slice(0, -1).filter((before, index) => {
      const isItem =
        mark === '*' && /(^|\n)[ \t]*$/.test(before) && /^\s/.test(parts[index + 1] ?? '');
      return !isItem;
    }).length;
    if (opens % 2 === 1) closing.unshift(mark);
    rest = parts.join(' ');
  }
  text = text.replace(/\s+$/, (space) => (closing.length > 0 ? '' : space));
  return text + closing.join('');
}
