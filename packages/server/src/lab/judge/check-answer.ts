/** Checks that need no model. What outsiders wrote (patterns, schemas) runs for a limited time only. */
import { Validator, type Schema } from '@cfworker/json-schema';
import type { Check, Verdict, Words } from '@outpost/contracts';
import { callWithin } from '../call-within.ts';
import { answerText, type Answer } from './answer.ts';
import { findJson } from './find-json.ts';
import { parseJsonPath, valueAtJsonPath } from './json-path.ts';

export type RuleCheck = Exclude<Check, { readonly type: 'model' }>;

const patternMs = 50;
const schemaMs = 200;
/** Characters of an answer that a pattern is tried on. */
const searchedMax = 200_000;

/** Judges by one rule; `expected` is what the row expects. */
export function checkAnswer(check: RuleCheck, answer: Answer, expected: string): Verdict {
  switch (check.type) {
    case 'latency':
      return verdict(check, answer.elapsedMs <= check.maxMs, {
        en: `It took ${Math.round(answer.elapsedMs)} ms; at most ${check.maxMs} ms are allowed.`,
        zh: `用时 ${Math.round(answer.elapsedMs)} 毫秒，上限 ${check.maxMs} 毫秒。`,
      });
    case 'length':
      return checkLength(check, answerText(answer, check.output));
    case 'regex':
      return checkPattern(check, answerText(answer, check.output));
    case 'json-schema':
      return checkSchema(check, answerText(answer, check.output));
    case 'json-path':
      return checkPath(check, answerText(answer, check.output), check.value ?? expected);
    case 'equals':
    case 'contains':
    case 'not-contains':
      return checkText(check, answerText(answer, check.output), check.value ?? expected);
  }
}

type TextCheck = Extract<Check, { readonly type: 'equals' | 'contains' | 'not-contains' }>;

function checkText(check: TextCheck, text: string, wanted: string): Verdict {
  if (wanted.trim() === '' && check.type !== 'equals')
    return { type: check.type, passed: null, reason: words.nothingExpected, score: null };
  const given = comparable(text, check.ignoreCase);
  const asked = comparable(wanted, check.ignoreCase);
  if (check.type === 'equals')
    return verdict(check, given === asked, {
      en: `The answer is not “${short(wanted)}”.`,
      zh: `回答不是“${short(wanted)}”。`,
    });
  const contains = given.includes(asked);
  return check.type === 'contains'
    ? verdict(check, contains, {
        en: `“${short(wanted)}” is not in the answer.`,
        zh: `回答中没有“${short(wanted)}”。`,
      })
    : verdict(check, !contains, {
        en: `“${short(wanted)}” is in the answer.`,
        zh: `回答中出现了“${short(wanted)}”。`,
      });
}

/** Space at the ends and the form of letters do not matter. */
function comparable(text: string, ignoreCase: boolean): string {
  const plain = text.trim().normalize('NFC').replaceAll('\r\n', '\n');
  return ignoreCase ? plain.toLowerCase() : plain;
}

function checkLength(check: Extract<Check, { readonly type: 'length' }>, text: string): Verdict {
  let length = 0;
  for (const _character of text.trim()) length += 1;
  const { min, max } = check;
  const most = max === null ? '∞' : String(max);
  return verdict(check, length >= min && (max === null || length <= max), {
    en: `The answer has ${length} characters; ${min} to ${most} are allowed.`,
    zh: `回答有 ${length} 个字符，要求 ${min} 到 ${most} 个。`,
  });
}

function checkPattern(check: Extract<Check, { readonly type: 'regex' }>, text: string): Verdict {
  const found = callWithin(patternMs, () =>
    patternOf(check.pattern, check.ignoreCase).test(text.slice(0, searchedMax)),
  );
  if (found === 'timed-out')
    return { type: check.type, passed: null, reason: words.patternSlow, score: null };
  return verdict(check, found.value, {
    en: `The answer does not match /${short(check.pattern)}/.`,
    zh: `回答不匹配 /${short(check.pattern)}/。`,
  });
}

/** Throws a `SyntaxError` for what is no pattern. */
export function patternOf(pattern: string, ignoreCase: boolean): RegExp {
  return new RegExp(pattern, ignoreCase ? 'imsu' : 'msu');
}

function checkSchema(
  check: Extract<Check, { readonly type: 'json-schema' }>,
  text: string,
): Verdict {
  const value = findJson(text);
  if (value === undefined) return verdict(check, false, words.noJson);
  const checked = callWithin(schemaMs, () =>
    new Validator(check.schema as Schema, '2020-12', false).validate(value),
  );
  if (checked === 'timed-out')
    return { type: check.type, passed: null, reason: words.schemaSlow, score: null };
  const { valid, errors } = checked.value;
  const fault = errors.at(-1);
  const place = `${fault?.instanceLocation ?? ''} ${fault?.error ?? ''}`.trim();
  return verdict(check, valid, {
    en: `The JSON does not fit the schema: ${place}`,
    zh: `JSON 不符合结构：${place}`,
  });
}

function checkPath(
  check: Extract<Check, { readonly type: 'json-path' }>,
  text: string,
  wanted: string,
): Verdict {
  const value = findJson(text);
  if (value === undefined) return verdict(check, false, words.noJson);
  const found = valueAtJsonPath(value, parseJsonPath(check.path) ?? []);
  if (found === undefined)
    return verdict(check, false, {
      en: `There is nothing at ${check.path}.`,
      zh: `${check.path} 处没有值。`,
    });
  return verdict(check, isSameJson(found, wanted), {
    en: `At ${check.path} there is ${short(JSON.stringify(found))}, not ${short(wanted)}.`,
    zh: `${check.path} 处是 ${short(JSON.stringify(found))}，不是 ${short(wanted)}。`,
  });
}

function isSameJson(found: unknown, wanted: string): boolean {
  if (typeof found === 'string' && found.trim() === wanted.trim()) return true;
  try {
    return canonical(found) === canonical(JSON.parse(wanted) as unknown);
  } catch {
    return false;
  }
}

/** JSON text that does not depend on the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** The reason is told when the check did not pass. */
function verdict({ type }: RuleCheck, passed: boolean, reason: Words): Verdict {
  return { type, passed, reason: passed ? '' : reason, score: null };
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const words = {
  nothingExpected: {
    en: 'The row expects nothing, so there is nothing to look for.',
    zh: '该用例没有期望内容，无法比较。',
  },
  noJson: { en: 'There is no JSON in the answer.', zh: '回答中没有 JSON。' },
  patternSlow: {
    en: 'The pattern takes too long on this answer. Avoid nested repetitions such as (a+)+.',
    zh: '该正则在此回答上耗时过长，请避免 (a+)+ 这类嵌套重复。',
  },
  schemaSlow: {
    en: 'The schema takes too long on this answer.',
    zh: '该 JSON Schema 在此回答上耗时过长。',
  },
} as const satisfies Record<string, Words>;
