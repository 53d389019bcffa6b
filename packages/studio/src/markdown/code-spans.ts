/** A piece of coloured code: text, or what lies in one look. */
export type CodeSpan = string | { readonly look: CodeLook; readonly children: readonly CodeSpan[] };

type CodeLook =
  | 'keyword'
  | 'string'
  | 'number'
  | 'comment'
  | 'name'
  | 'type'
  | 'attribute'
  | 'added'
  | 'removed'
  | 'plain';

/** By the highlighter's class names. */
const looks: Readonly<Record<string, CodeLook>> = {
  keyword: 'keyword',
  built_in: 'type',
  type: 'type',
  literal: 'number',
  number: 'number',
  operator: 'plain',
  punctuation: 'plain',
  property: 'attribute',
  regexp: 'string',
  string: 'string',
  'char.escape': 'string',
  subst: 'plain',
  symbol: 'number',
  class: 'type',
  'title.class': 'type',
  function: 'name',
  title: 'name',
  'title.function': 'name',
  params: 'plain',
  comment: 'comment',
  doctag: 'comment',
  meta: 'comment',
  section: 'keyword',
  tag: 'keyword',
  name: 'keyword',
  attr: 'attribute',
  attribute: 'attribute',
  variable: 'attribute',
  'template-variable': 'attribute',
  bullet: 'keyword',
  code: 'string',
  emphasis: 'plain',
  strong: 'plain',
  link: 'string',
  quote: 'comment',
  'selector-tag': 'keyword',
  'selector-id': 'name',
  'selector-class': 'name',
  'selector-attr': 'attribute',
  'selector-pseudo': 'attribute',
  addition: 'added',
  deletion: 'removed',
};

/**
 * Reads what the highlighter writes – text, `<span class="hljs-…">` and `</span>`, with five
 * character references – back into a tree, so that nothing of it has to become HTML.
 */
export function spansFromHighlight(html: string): readonly CodeSpan[] {
  const root: CodeSpan[] = [];
  const stack: CodeSpan[][] = [root];
  for (const [, text, open, close] of html.matchAll(/([^<]+)|<span class="([^"]*)">|(<\/span>)/g)) {
    const top = stack.at(-1) ?? root;
    if (text !== undefined) top.push(unescape(text));
    else if (open !== undefined) {
      const children: CodeSpan[] = [];
      const names = open.replace(/hljs-/g, '').replace(/ ([a-z]+)_+/g, '.$1');
      const look = looks[names] ?? looks[names.split('.')[0] ?? ''] ?? 'plain';
      top.push({ look, children });
      stack.push(children);
    } else if (close !== undefined && stack.length > 1) stack.pop();
  }
  return root;
}

function unescape(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&');
}
