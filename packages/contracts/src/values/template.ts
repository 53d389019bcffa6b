import type { Selector } from './selector.ts';
import { textFromValue } from './text.ts';
import type { Value } from './value.ts';

/** A piece of a text with references: literal text, or the place of a value. */
export type TemplateSegment =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reference'; readonly selector: Selector; readonly source: string };

// spec/dsl.md 4.1: a scope of 1–50 characters, then 1–10 names of 1–30 characters. No spaces, no indexes.
const reference = /\{\{#([A-Za-z0-9_]{1,50}(?:\.[A-Za-z_][A-Za-z0-9_]{0,29}){1,10})#\}\}/g;

/** Cuts a text at its `{{#scope.name#}}` references, in order; adjacent text is one segment. */
export function parseTemplate(text: string): readonly TemplateSegment[] {
  if (!text.includes('{{#')) return text === '' ? [] : [{ type: 'text', text }];
  const segments: TemplateSegment[] = [];
  let position = 0;
  for (const match of text.matchAll(reference)) {
    if (match.index > position)
      segments.push({ type: 'text', text: text.slice(position, match.index) });
    const source = match[1] ?? '';
    segments.push({ type: 'reference', selector: source.split('.'), source });
    position = match.index + match[0].length;
  }
  if (position < text.length) segments.push({ type: 'text', text: text.slice(position) });
  return segments;
}

/** Replaces references by the text of what they name; an unknown one leaves its inner text behind. */
export function renderTemplate(
  template: string,
  read: (selector: Selector) => Value | undefined,
): string {
  if (!template.includes('{{#')) return template;
  return parseTemplate(template)
    .map((segment) => {
      if (segment.type === 'text') return segment.text;
      const value = read(segment.selector);
      return value === undefined ? segment.source : textFromValue(value);
    })
    .join('');
}

/** The selectors a text refers to, in order, with repetitions. */
export function selectorsInTemplate(text: string): readonly Selector[] {
  return parseTemplate(text).flatMap((segment) =>
    segment.type === 'reference' ? [segment.selector] : [],
  );
}
