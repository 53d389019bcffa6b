/**
 * Words that an app's maker does not want to read or to see answered (`sensitive_word_avoidance` of
 * type `keywords`): a question with one is answered by a fixed text and never reaches a model, an
 * answer with one is replaced by a fixed text.
 */
import { textFromValue, type AppDocument, type RunEvent, type Value } from '@outpost/contracts';
import { featuresOf } from '@outpost/dsl';
import { replyOf } from './reply.ts';

export interface Moderation {
  /** The text to answer with instead; null when the question may pass. */
  checkQuestion(query: string, inputs: Readonly<Record<string, unknown>>): string | null;
  /** The text to show instead; null when the answer may stay. */
  checkAnswer(answer: string): string | null;
}

/** A document never changes, so it is read once. */
const known = new WeakMap<AppDocument, Moderation>();

export function moderationOf(document: AppDocument): Moderation {
  const kept = known.get(document);
  if (kept) return kept;
  const made = readModeration(document);
  known.set(document, made);
  return made;
}

/**
 * The events of a run as its readers may see them: before the end of one whose whole answer has a
 * forbidden word, everything shown is replaced.
 */
export function reviewEvents(
  document: AppDocument,
  earlier: readonly RunEvent[],
  batch: readonly RunEvent[],
): readonly RunEvent[] {
  const end = batch.at(-1);
  if (end?.type !== 'run-end' || end.status === 'failed') return batch;
  const before = batch.slice(0, -1);
  const text = moderationOf(document).checkAnswer(replyOf([...earlier, ...before], end).answer);
  if (text === null) return batch;
  const { seq, at } = end;
  const outputs = 'answer' in end.outputs ? { ...end.outputs, answer: text } : end.outputs;
  return [
    ...before,
    { type: 'text-replace', seq, at, text, reason: 'output_moderation' },
    { ...end, seq: seq + 1, outputs },
  ];
}

function readModeration(document: AppDocument): Moderation {
  const { enabled, type, configs } = featuresOf(document).sensitive_word_avoidance;
  if (!enabled || type !== 'keywords') return passesAll;
  const settings = treeOf(configs);
  const words = textOf(settings['keywords'])
    .split('\n')
    .map((word) => word.trim().toLowerCase())
    .filter(Boolean);
  const hasWord = (text: string): boolean => {
    const lower = text.toLowerCase();
    return words.some((word) => lower.includes(word));
  };
  const question = presetOf(settings['inputs_config']);
  const answer = presetOf(settings['outputs_config']);
  return {
    checkQuestion(query, inputs) {
      if (question === null) return null;
      const texts = [query, ...Object.values(inputs).map((value) => textFromValue(value as Value))];
      return texts.some(hasWord) ? question : null;
    },
    checkAnswer: (text) => (answer !== null && hasWord(text) ? answer : null),
  };
}

const passesAll: Moderation = { checkQuestion: () => null, checkAnswer: () => null };

function presetOf(config: unknown): string | null {
  const { enabled, preset_response: preset } = treeOf(config);
  return enabled === true ? textOf(preset) : null;
}

function treeOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
