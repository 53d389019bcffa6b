import type { Language, PromptVariable } from '@outpost/contracts';
import { identifierFrom } from '../app-plan/plan-steps.ts';
import { textInTag } from './tag-reader.ts';

export interface ReadPrompt {
  readonly prompt: string;
  readonly variables: readonly PromptVariable[];
  readonly explanation: string;
}

const charactersMin = 40;
const charactersMax = 40_000;

/**
 * The prompt in a model's answer with its variables made sound; null when the answer is no prompt:
 * too short, in another language, an answer instead of an instruction, or the same words over and
 * over, as very small models write.
 */
export function readPrompt(
  answer: string,
  { language, given }: { readonly language: Language; readonly given: string },
): ReadPrompt | null {
  const inside = textInTag(answer, 'prompt');
  const whole = inside ?? withoutExplanation(answer);
  const { prompt, variables } = soundVariables(withoutFence(whole));
  if (prompt.length < charactersMin || prompt.length > charactersMax) return null;
  if (isSame(prompt, given) || repeatsItself(prompt) || prompt.includes('\uFFFD')) return null;
  // The question itself, handed back.
  if (/<(current_prompt|wish)>/.test(prompt)) return null;
  if (language === 'zh' && !looksChinese(prompt)) return null;
  // A model that kept to the form knew what was asked; another one has to show it.
  if (inside === null && !looksLikeInstruction(prompt)) return null;
  return { prompt, variables, explanation: textInTag(answer, 'explanation') ?? '' };
}

function withoutExplanation(answer: string): string {
  const at = answer.indexOf('<explanation>');
  return at < 0 ? answer : answer.slice(0, at);
}

function withoutFence(text: string): string {
  const fenced = /^\s*```[a-z]*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1];
  return (fenced ?? text).trim();
}

/** Variables get names that an app can have; what only looks like one is left. */
export function soundVariables(text: string): {
  readonly prompt: string;
  readonly variables: readonly PromptVariable[];
} {
  const variables = new Map<string, PromptVariable>();
  const prompt = text.replaceAll(placeholder, (whole, inner: string) => {
    const name = inner.trim();
    if (name.startsWith('#')) return whole;
    const id = /^[A-Za-z_][A-Za-z0-9_]{0,29}$/.test(name) ? name : identifierFrom(name);
    if (!variables.has(id))
      variables.set(id, { name: id, label: labelOf(name), type: typeOf(name) });
    return `{{${id}}}`;
  });
  return { prompt, variables: [...variables.values()] };
}

const placeholder = /\{\{\s*([^{}\n]{1,60}?)\s*\}\}/g;

function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typeOf(name: string): PromptVariable['type'] {
  if (/count|number|amount|limit|数量|字数|个数/i.test(name)) return 'number';
  return /text|content|article|document|code|query|question|input|message|mail|内容|文章|文本|正文|问题|代码/i.test(
    name,
  )
    ? 'paragraph'
    : 'text-input';
}

function isSame(one: string, other: string): boolean {
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
  return plain(one) === plain(other);
}

/** The same lines again and again, or few words for a long text. */
function repeatsItself(text: string): boolean {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
  const distinct = new Set(lines).size;
  if (lines.length >= 6 && distinct <= lines.length / 2) return true;
  const words = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLowerCase());
  if (words.length < 80) return false;
  // Three words in a row are rarely the same three again.
  const triples = words
    .slice(2)
    .map((word, index) => `${words[index]} ${words[index + 1]} ${word}`);
  return new Set(triples).size < triples.length * 0.4;
}

/** Speaks to a model, and not as one. */
function looksLikeInstruction(text: string): boolean {
  if (
    /^\s*["'“]?(i'm|i am|i'd|i will|i can|sorry|sure|of course|here|抱歉|好的|当然|我是)/i.test(
      text,
    )
  )
    return false;
  return /\byou(r)? (are|will|must|should|task|role|job)\b|\bact as\b|^\s*#|\{\{|你(是|的任务|需要|要|将)|请(你|根据|将|用|按)/im.test(
    text,
  );
}

function looksChinese(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const chinese = text.match(/\p{Script=Han}/gu) ?? [];
  return chinese.length >= letters.length * 0.2;
}
