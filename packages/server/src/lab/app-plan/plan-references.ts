import type { Selector } from '@outpost/contracts';
import { identifierFrom, type NamedStep, type StepKind } from './plan-steps.ts';

/** Where the values of a plan stand in its graph. */
export interface References {
  /** Null for a name that nothing has. */
  resolve(name: string): Selector | null;
  /** The text with references of the graph; what nothing has is left out and noted. */
  rewrite(text: string, place: string): string;
  /** What a step gives when only its id is named; null when it gives nothing. */
  mainOf(step: NamedStep): Selector | null;
  readonly problems: readonly string[];
}

export function createReferences({
  steps,
  inputNames,
  isChat,
}: {
  readonly steps: readonly NamedStep[];
  /** By what the plan calls them. */
  readonly inputNames: ReadonlyMap<string, string>;
  readonly isChat: boolean;
}): References {
  const problems: string[] = [];
  const byId = new Map(steps.map((step) => [step.id, step]));

  const mainOf = (step: NamedStep): Selector | null => {
    const field = mainFields[step.kind] ?? firstFieldOf(step);
    return field === null ? null : [step.id, field];
  };

  const resolve = (name: string): Selector | null => {
    const [head = '', ...rest] = name
      .trim()
      .replace(/^#|#$/g, '')
      .split('.')
      .map((part) => part.trim());
    const lower = head.toLowerCase();
    if (lower === 'sys' && rest[0] === 'query') return isChat ? ['sys', 'query'] : null;
    const input =
      inputNames.get(lower) ??
      (['inputs', 'input', 'start'].includes(lower)
        ? inputNames.get((rest[0] ?? '').toLowerCase())
        : undefined);
    if (input !== undefined) return ['start', input];
    if (isChat && questionWords.has(lower)) return ['sys', 'query'];
    const step = byId.get(head) ?? byId.get(identifierFrom(head));
    if (!step) return null;
    const [field] = rest;
    return field === undefined ? mainOf(step) : fieldOf(step, field);
  };

  return {
    resolve,
    mainOf,
    problems,
    rewrite(text, place) {
      return text.replaceAll(placeholder, (_whole, name: string) => {
        const selector = resolve(name);
        if (selector) return `{{#${selector.join('.')}#}}`;
        problems.push(`${place} names {{${name.trim()}}}, which does not exist.`);
        return '';
      });
    },
  };
}

const placeholder = /\{\{\s*([^{}\n]{1,120}?)\s*\}\}/g;
const questionWords = new Set(['query', 'question', 'user_input', 'userinput', 'message']);

const mainFields: Readonly<Partial<Record<StepKind, string | null>>> = {
  llm: 'text',
  'question-classifier': 'class_name',
  'if-else': null,
  'http-request': 'body',
  'template-transform': 'output',
  'document-extractor': 'text',
  'variable-aggregator': 'output',
  answer: null,
  end: null,
};

function firstFieldOf({ kind, fields, results }: NamedStep): string | null {
  if (kind === 'parameter-extractor') return identifierFrom(fields[0]?.name ?? '');
  return kind === 'code' ? identifierFrom(results[0] ?? 'result') : null;
}

/** A field by its name; what a kind gives has fixed names, and models say `output` or `text` for each. */
function fieldOf(step: NamedStep, field: string): Selector | null {
  if (step.kind === 'parameter-extractor') {
    const known = step.fields.find(({ name }) => identifierFrom(name) === identifierFrom(field));
    return known ? [step.id, identifierFrom(known.name)] : null;
  }
  if (step.kind === 'code') return [step.id, identifierFrom(field)];
  if (step.kind === 'http-request' && field === 'status_code') return [step.id, 'status_code'];
  const main = mainFields[step.kind] ?? null;
  return main === null ? null : [step.id, main];
}
