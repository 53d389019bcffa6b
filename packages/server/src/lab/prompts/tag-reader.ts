/** Reads what stands between `<tag>` and `</tag>` while it still comes. */
export interface TagReader {
  /** The part of the text inside that can be told for sure now. */
  read(text: string): string;
  /** What was held back, when nothing more comes. */
  end(): string;
}

/** A text without the tag counts as the inside once it is clear that none comes. */
export function createTagReader(tag: string): TagReader {
  const open = `<${tag}>`;
  const close = `</${tag}>`;
  let state: 'before' | 'inside' | 'after' = 'before';
  let kept = '';

  function inside(text: string): string {
    kept += text;
    const at = kept.indexOf(close);
    if (at >= 0) {
      const told = kept.slice(0, at);
      state = 'after';
      kept = '';
      return told;
    }
    // The end may be the beginning of the closing tag.
    const sure = kept.length - close.length;
    if (sure <= 0) return '';
    const told = kept.slice(0, sure);
    kept = kept.slice(sure);
    return told;
  }

  return {
    read(text) {
      if (state === 'after') return '';
      if (state === 'inside') return inside(text);
      kept += text;
      const at = kept.indexOf(open);
      if (at < 0 && kept.length < openWithin) return '';
      const rest = at < 0 ? kept : kept.slice(at + open.length).replace(/^\s+/, '');
      kept = '';
      state = 'inside';
      return inside(rest);
    },
    end() {
      const told = state === 'after' ? '' : kept;
      kept = '';
      state = 'after';
      return told;
    },
  };
}

/** A tag that has not begun after so many characters will not come. */
const openWithin = 240;

/** What stands between the tags in a whole text; null when there are none. */
export function textInTag(text: string, tag: string): string | null {
  const start = text.indexOf(`<${tag}>`);
  if (start < 0) return null;
  const from = start + tag.length + 2;
  const end = text.indexOf(`</${tag}>`, from);
  return text.slice(from, end < 0 ? undefined : end).trim();
}
