import type { Value } from '@outpost/contracts';
import { jsonrepair } from 'jsonrepair';
import { parseJson } from '../fields/parse-json.ts';

/**
 * The first JSON object (or, where asked for, list) in what a model wrote: amid prose, in a code
 * fence, with the faults models make (quotes, commas, comments, Python words), or cut off at its end.
 * Undefined when there is none.
 */
export function findJson(answer: string, accept: 'object' | 'any' = 'object'): Value | undefined {
  const text = answer.slice(0, charactersMax);
  const starts = startsOf(text, accept === 'object' ? /\{/g : /[{[]/g);
  for (const start of starts) {
    const end = balancedEnd(text, start);
    const value = end === null ? undefined : parse(text.slice(start, end), accept);
    if (value !== undefined) return value;
  }
  const [first] = starts;
  return first === undefined ? undefined : parse(text.slice(first), accept);
}

function startsOf(text: string, opening: RegExp): readonly number[] {
  const starts: number[] = [];
  for (const { index } of text.matchAll(opening)) {
    starts.push(index);
    if (starts.length === startsMax) break;
  }
  return starts;
}

/** Behind the bracket that closes the one at `start`; brackets within strings do not count. */
function balancedEnd(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function parse(source: string, accept: 'object' | 'any'): Value | undefined {
  const value = parseJson(source) ?? parseJson(repaired(source) ?? '');
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) && accept === 'object' ? undefined : value;
}

/** Undefined for what is beyond repair; the library tells by throwing. */
function repaired(source: string): string | undefined {
  try {
    return jsonrepair(source);
  } catch {
    return undefined;
  }
}

// Both keep the search linear in practice for text that is full of brackets.
const startsMax = 16;
const charactersMax = 1_000_000;
