/**
 * How texts name variables. Graphs write `{{#node.name#}}`; prompts of chatbots write `{{name}}`;
 * Jinja2 writes `{{ name }}` inside a language of its own, in which nothing stands for itself.
 */
import { parseTemplate, type Selector } from '@outpost/contracts';

export type Notation = 'graph' | 'names' | 'jinja';

export interface Reference {
  /** Where it stands in the text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly selector: Selector;
}

/** Placeholders without a giver that some prompts know, e.g. `{{#context#}}`. */
export type Special = 'context' | 'histories' | 'query';

/** The references of a text in order; Jinja2 has none that could be shown as one. */
export function findReferences(
  text: string,
  notation: Notation,
  specials: readonly Special[] = [],
): readonly Reference[] {
  if (notation === 'jinja' || !text.includes('{{')) return [];
  const found =
    notation === 'names' ? referencesByPattern(text, bareName) : referencesInGraphText(text);
  if (specials.length === 0) return found;
  const placeholder = new RegExp(`\\{\\{#(${specials.join('|')})#\\}\\}`, 'g');
  return [...found, ...referencesByPattern(text, placeholder)].toSorted((a, b) => a.from - b.from);
}

/** A reference as it is written into a text. */
export function writeReference(selector: Selector, notation: Notation): string {
  const path = selector.join('.');
  if (notation === 'names') return `{{${path}}}`;
  return notation === 'jinja' ? `{{ ${path} }}` : `{{#${path}#}}`;
}

/** Whether a selector can be written into a text: its grammar is narrower than that of selectors. */
export function canBeWritten(selector: Selector): boolean {
  return findReferences(writeReference(selector, 'graph'), 'graph').length === 1;
}

const bareName = /\{\{([A-Za-z_][A-Za-z0-9_]{0,29})\}\}/g;

function referencesByPattern(text: string, pattern: RegExp): readonly Reference[] {
  return [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    selector: [match[1] ?? ''],
  }));
}

function referencesInGraphText(text: string): readonly Reference[] {
  const found: Reference[] = [];
  let position = 0;
  for (const segment of parseTemplate(text)) {
    const length =
      segment.type === 'text' ? segment.text.length : segment.source.length + '{{##}}'.length;
    if (segment.type === 'reference')
      found.push({ from: position, to: position + length, selector: segment.selector });
    position += length;
  }
  return found;
}
